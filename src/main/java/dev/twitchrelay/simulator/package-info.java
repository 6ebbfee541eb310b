/**
 * A simulated Twitch for the profile {@code demo} and for tests. It was written from Twitch's documents and shares no
 * class with the relay's client, because a shared class would repeat a misreading of the documents on both sides.
 *
 * <p>{@code TwitchSimulator} is the entry: start it, read its addresses, send notifications. {@code Channel} is the
 * stream: follows, gifts, raids, and the numbers in Helix. {@code Faults} switches faults on, {@code SignIn} is the
 * user, {@code Observations} reports the actions of clients, and {@code Chat} has the messages that applications wrote.
 * {@code ProtocolTime} lists all durations; tests set shorter durations. {@code EveningScenario} plays the events of
 * the demo. {@code SubscriptionsEndpoint} decides which subscription is refused, and {@code HelixGate} which request to
 * Helix.
 *
 * <p>Everything runs on one event loop. "Loop-confined" in a comment means that a class is used only on this loop;
 * public methods may be called from any thread.
 */
package dev.twitchrelay.simulator;
