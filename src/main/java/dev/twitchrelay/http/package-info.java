/**
 * The HTTP servers on Vert.x: the public port with its pages and its API, the management port, and the limits that
 * keep one client from harming the others.
 *
 * <p>Permissions:
 *
 * <ul>
 *   <li>{@code AdminGuard}: which requests the admin token or a session admits, and the answers without it
 *   <li>{@code AdminSession}: how long a browser's session lasts, and which requests its cookie admits
 *   <li>{@code AdminToken}: whether a token is weak
 *   <li>{@code WrongGuesses}: how many wrong secrets an address may send, then how often, and how often all addresses
 *       together; whether a guesser learns that the guess was wrong
 *   <li>{@code SourceGuard}: which answer of a source counts as a wrong guess
 *   <li>{@code ForeignPageGuard}: which host names and which pages of other origins may change something
 *   <li>{@code SignInPages}: who sees the sign-in code, and who may ask for a code or sign out
 *   <li>{@code StartingGuard}: which addresses answer 503 during the start and during an exchange of routes
 * </ul>
 *
 * <p>Limits for connections and requests:
 *
 * <ul>
 *   <li>{@code ConnectionLimits}: the numbers: connections, requests, bytes, and the time limits; which of them are
 *       smaller while bytes or connections are scarce
 *   <li>{@code Connections}: which connections are refused, and whether the client learns why; how many open files
 *       are kept for the relay; when connections are scarce; when the routes have too much work
 *   <li>{@code AddressUsage}: whether an address may connect, ask and get answers; who still gets answers while all
 *       addresses together have too many bytes that clients have not taken
 *   <li>{@code Http1Gate}: when a request of HTTP/1 begins, and when its connection is not read or is cut
 *   <li>{@code RequestTimes}: which part of a request or answer of HTTP/1 is late, and how slowly a client may take
 *       an answer
 *   <li>{@code UndecodedBytes}: how many bytes of a client of HTTP/1 wait unread
 *   <li>{@code DecodedMessages}: when answers over TLS are sent on
 *   <li>{@code Http2Gate}: which requests of HTTP/2 are refused, and which part of a request or answer is late
 *   <li>{@code ConnectionGate}: which answer is an event stream, and how a connection is cut
 *   <li>{@code LingeringClose}: how long a client may read the last answer
 *   <li>{@code RelayServer}: sizes of heads and buffers, the end of silent connections, and the answers to malformed
 *       requests
 *   <li>{@code PlatformHttp}: the largest body for a route, and the answer while routes have too much work
 *   <li>{@code StoppedClientCounts}: only the numbers of clients that these limits stopped, and the words for each
 *       limit
 * </ul>
 *
 * <p>Answers:
 *
 * <ul>
 *   <li>{@code StaticPages}: which pages others may frame, addresses that change with the content, and which files a
 *       page loads early
 *   <li>{@code PageLanguages}: which language a page has, and which languages are written from right to left
 *   <li>{@code OwnWords}: which message files of the user count, and which words they may change
 *   <li>{@code Page}: the headers of pages: cache, content policy, frames, media type; which files a foreign page may
 *       read
 *   <li>{@code CustomWidgets}: which of the user's own files are served, by name and size, and which themes there are
 *   <li>{@code MediaFolder}: which of the user's pictures and sounds are served, by name and size, and the sentences for
 *       those that are not
 *   <li>{@code MediaKind}: which formats they may have
 *   <li>{@code FileAnswer}: how much of a file is read at a time, and which part a request gets
 *   <li>{@code Methods}: the answers to HEAD, OPTIONS and methods that an address does not take (405)
 *   <li>{@code JsonAnswer}: the form and the headers of a refusal, and the sentences for 400, 404, 405 and the like
 *   <li>{@code SharedAnswer}: how old the status and the metrics may be
 *   <li>{@code ManagementPages}: the addresses of the management port, and when health answers 503
 *   <li>{@code StatusHandler}: the order of the parts of the status
 *   <li>{@code AlertPages}: the addresses and answers of the control of alerts
 *   <li>{@code OutboxPages}: the addresses and answers for waiting messages and dead letters
 *   <li>{@code RoutePages}: the addresses that show a running route, apply edits and add event types, and how many types at once
 * </ul>
 */
package dev.twitchrelay.http;
