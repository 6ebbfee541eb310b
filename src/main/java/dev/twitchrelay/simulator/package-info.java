/**
 * A fake Twitch, written from Twitch's protocol and sharing no class with our client, so that one misreading is not
 * made twice. It plays in profile {@code demo} and in tests.
 *
 * <ul>
 *   <li>{@link dev.twitchrelay.simulator.TwitchSimulator} is the face: start it, read its URLs, send notifications.
 *   <li>{@link dev.twitchrelay.simulator.Channel} is the stream: follows, gifts, raids, and the numbers in Helix.
 *   <li>{@link dev.twitchrelay.simulator.Faults} makes things go wrong, {@link dev.twitchrelay.simulator.SignIn} is the
 *       user, {@link dev.twitchrelay.simulator.Observations} tells what clients did, {@link
 *       dev.twitchrelay.simulator.Chat} what they wrote.
 *   <li>{@link dev.twitchrelay.simulator.ProtocolTime} lists all durations; tests scale them down.
 * </ul>
 *
 * Everything runs on one event loop, which confines all state; public methods may be called from any thread.
 */
package dev.twitchrelay.simulator;
