/**
 * A simulated Twitch for the profile {@code demo} and for tests. It was written from Twitch's documents and shares no
 * class with the relay's client, because a shared class would repeat a misreading of the documents on both sides.
 *
 * <ul>
 *   <li>{@link dev.twitchrelay.simulator.TwitchSimulator} is the entry: start it, read its addresses, send
 *         notifications.
 *   <li>{@link dev.twitchrelay.simulator.Channel} is the stream: follows, gifts, raids, and the numbers in Helix.
 *   <li>{@link dev.twitchrelay.simulator.Faults} switches faults on, {@link dev.twitchrelay.simulator.SignIn} is the
 *         user, {@link dev.twitchrelay.simulator.Observations} reports the actions of clients, and
 *         {@link dev.twitchrelay.simulator.Chat} has the messages that applications wrote.
 *   <li>{@link dev.twitchrelay.simulator.ProtocolTime} lists all durations; tests set shorter durations.
 * </ul>
 *
 * Everything runs on one event loop. "Loop-confined" in a comment means that a class is used only on this loop; public
 * methods may be called from any thread.
 */
package dev.twitchrelay.simulator;
