/**
 * The EventSub session: one WebSocket to Twitch that is opened, subscribed, kept alive, handed over and replaced, and the
 * {@code twitch-eventsub:} component that gives its messages to a route. Knows nothing of who reads them.
 *
 * <p>Everything about a session happens on one {@link dev.twitchrelay.eventsub.Loop}, so there are no locks here; the
 * route is called on a single thread of its own, in the order of the frames.
 *
 * @see <a href="https://dev.twitch.tv/docs/eventsub/handling-websocket-events/">Getting Events Using WebSockets</a>
 */
package dev.twitchrelay.eventsub;
