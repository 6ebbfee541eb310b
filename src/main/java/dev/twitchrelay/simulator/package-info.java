/**
 * A simulated Twitch for the profile {@code demo} and for tests. It was written from Twitch's documents and shares no
 * class with the relay's client, because a shared class would repeat a misreading of the documents on both sides.
 *
 * <p>{@code TwitchSimulator} is the entry: start it, read its addresses, send notifications.
 *
 * <p>How a test or a person steers it:
 *
 * <ul>
 *   <li>{@code SimulatorInitializer}: which settings the demo replaces
 *   <li>{@code SimulatorOptions}: the application, the accounts, the tokens and the limits at the start
 *   <li>{@code ProtocolTime}: all durations; tests set shorter durations
 *   <li>{@code Faults}: the fault switches; {@code ActiveFaults} decides which request a fault hits
 *   <li>{@code ControlEndpoint}: the verbs of {@code /control}
 *   <li>{@code EveningScenario}: how the events of the demo are played
 *   <li>{@code Channel}: which notifications an action sends, and which numbers of Helix it changes, how much later
 *   <li>{@code SignIn}: the user's decision about a sign-in
 *   <li>{@code Observations}: which actions of clients tests can see
 * </ul>
 *
 * <p>How Twitch behaves:
 *
 * <ul>
 *   <li>{@code EventSubServer}: which session gets an event, keepalives, moves, which close code ends a session
 *   <li>{@code EventSubMessages}: the form of messages
 *   <li>{@code SimulatedConnection}: pings and pongs, and the reaction to a client that sends
 *   <li>{@code SimulatedSubscription}: whether an event meets a condition
 *   <li>{@code SubscriptionsEndpoint}: which subscription is refused, the limits, and the cost of a subscription
 *   <li>{@code SubscriptionRegistry}: how long an ended subscription is listed
 *   <li>{@code SubscriptionType}: the known types and their scopes
 *   <li>{@code HelixGate}: which request to Helix is refused, and the rate limit
 *   <li>{@code HelixEndpoint}: who sees which numbers and names
 *   <li>{@code ChannelState}: the numbers at the start, and the points of subscribers
 *   <li>{@code Chat}: which chat message is refused or not shown
 *   <li>{@code OAuthEndpoint}: which request for a token is refused
 *   <li>{@code TokenRegistry}: how long tokens live, and the effect of a refresh token that is used twice
 *   <li>{@code Answers}: the form of errors
 * </ul>
 *
 * <p>Everything runs on one event loop. "Loop-confined" in a comment means that a class is used only on this loop;
 * public methods may be called from any thread.
 */
package dev.twitchrelay.simulator;
