/**
 * The EventSub sessions: each is a WebSocket to Twitch that is opened, subscribed, kept alive, moved and replaced; and the
 * component {@code twitch-eventsub:}, which gives the sessions' messages to a route. The package does not know the
 * readers of the messages.
 *
 * <p>{@code EventSubSession} gives each message id to the route once. {@code SessionSocket} watches for silence. {@code
 * CloseCode} has the reactions to the ends of a connection. {@code SessionGroup} has the sessions of one route, and
 * replaces them one after the other when the route changes. {@code SessionMerge} makes one stream of them.
 *
 * <p>A session runs on one {@link dev.twitchrelay.eventsub.SessionLoop}, so there are no locks in it. The route runs on
 * another single thread and gets the messages in the order of their frames.
 *
 * @see <a href="https://dev.twitch.tv/docs/eventsub/handling-websocket-events/">Getting Events Using WebSockets</a>
 */
package dev.twitchrelay.eventsub;
