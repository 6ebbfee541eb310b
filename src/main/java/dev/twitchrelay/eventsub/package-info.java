/**
 * The EventSub sessions: each is a WebSocket to Twitch that is opened, subscribed, kept alive, moved and replaced; and the
 * component {@code twitch-eventsub:}, which gives the sessions' messages to a route. The package does not know the
 * readers of the messages.
 *
 * <p>Decisions about the session: {@code SessionState}, the reaction to each message and to each end of a socket, state
 * by state; {@code HandingOverState}, the move to another socket; {@code SessionSocket}, how long silence is tolerated;
 * {@code CloseCode}, the reaction to each close code.
 *
 * <p>Decisions about events: {@code EventSubSession}, whether a message id was there before; {@code EqualEvents},
 * which events of several sessions are copies of one; {@code KnownCopies}, how long copies are known; {@code SessionMerge},
 * their order and how long one is waited for; {@code SessionGroup}, the order in which the sessions of a route are replaced
 * when the route changes; {@code EventSubMessage}, the reading of Twitch's JSON;
 * {@code EventSubConstants}, the headers of a route; {@code SessionFeed}, the queue before a slow route.
 *
 * <p>Decisions about subscriptions: {@code SubscriptionCatalog}, the known types; {@code SubscriptionClient}, the
 * meaning of Twitch's answer; {@code SubscriptionSet}, when a failed or missing subscription is created again.
 *
 * <p>A session runs on one {@code SessionLoop}, so there are no locks in it. The route runs on another single thread
 * and gets the messages in the order of their frames.
 *
 * @see <a href="https://dev.twitch.tv/docs/eventsub/handling-websocket-events/">Getting Events Using WebSockets</a>
 */
package dev.twitchrelay.eventsub;
