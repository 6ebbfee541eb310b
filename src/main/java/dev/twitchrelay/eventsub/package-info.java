/**
 * The EventSub sessions: each is a WebSocket to Twitch that is opened, subscribed, kept alive, moved and replaced;
 * and the component {@code twitch-eventsub:}, which gives the sessions' messages to a route. The package does not
 * know the readers of the messages.
 *
 * <p>Decisions about the session:
 *
 * <ul>
 *   <li>{@code SessionState}: the reaction to each message and to each end of a socket, state by state
 *   <li>{@code HandingOverState}: the move to another socket when Twitch asks for it, and the pause between moves
 *   <li>{@code SessionSocket}: how long silence from Twitch is tolerated, and which silence does not count; an
 *       unreadable message is skipped
 *   <li>{@code CloseCode}: the reaction to each close code
 *   <li>{@code SessionPauses}: the pause before a reconnect, and which close counts as repeated
 *   <li>{@code TimeLimits}: the time for a welcome and for a move, when a session counts as healthy, and the pauses
 *       after refusals
 *   <li>{@code VertxConnector}: the time limit of a handshake, and the largest message
 *   <li>{@code EventSubEndpoint}: the parameters of {@code twitch-eventsub:} with their limits, and to which address
 *       Twitch may move a session
 *   <li>{@code EventSubSession}: whether a message id came before; when the token is checked because of a revocation;
 *       the effect of a sign-in and of a sign-out
 * </ul>
 *
 * <p>Decisions about several sessions and their events:
 *
 * <ul>
 *   <li>{@code SessionGroup}: how many sessions there are at most, when each begins, in which order they are replaced
 *       when their route changes, and when the relay goes on with one session
 *   <li>{@code EqualEvents}: which events of several sessions are copies of one
 *   <li>{@code SessionMerge}: the order of events, how long an event waits for the session that leads, and when
 *       copies cannot be recognized
 *   <li>{@code KnownCopies}: how long copies are known
 *   <li>{@code EventSubSessions}: how many ids and events are remembered, and which sessions stay connected while
 *       their route's file is replaced
 *   <li>{@code SharedFeed}: in a cluster, which message goes to the route, on which relay, and when it is done; how
 *       many past sessions are known, and how many messages may wait for NATS
 *   <li>{@code UndoneMessages}: how many messages wait on a relay that does not lead
 *   <li>{@code ReportingIntake}: the form of a session's reports to the relays of a cluster
 *   <li>{@code SessionFeed}: when sockets are not read because the route is slow, and how long the end of a route is
 *       waited for
 * </ul>
 *
 * <p>Decisions about messages and subscriptions:
 *
 * <ul>
 *   <li>{@code EventSubMessage}: the reading of Twitch's JSON: which message is of use, which is a revocation, and
 *       which address of a move is possible
 *   <li>{@code EventSubConstants}: the headers that a route gets
 *   <li>{@code SubscriptionCatalog}: the known types, the form of a route's list of types, and the sentences about
 *       wrong entries
 *   <li>{@code SubscriptionSpec}: the form of one entry, and the meaning of {@code broadcaster} and
 *       {@code token_user} in a condition
 *   <li>{@code SubscriptionClient}: the meaning of Twitch's answer to a subscription
 *   <li>{@code SubscriptionSet}: the order in which subscriptions are created, and how many at the same time; which
 *       are not tried for lack of a scope; when a failed or missing subscription is created again; which old ones are
 *       deleted
 *   <li>{@code Subscription}: which states only a person can end, and the remedy after an end
 *   <li>{@code SessionStatus}: the state that people and monitors see
 * </ul>
 *
 * <p>A session runs on one {@code SessionLoop}, so there are no locks in it. The route runs on another single thread
 * and gets the messages in the order of their frames.
 *
 * @see <a href="https://dev.twitch.tv/docs/eventsub/handling-websocket-events/">Getting Events Using WebSockets</a>
 */
package dev.twitchrelay.eventsub;
