/**
 * The HTTP servers on Vert.x: the public port with its pages and its API, the management port, and the limits that keep
 * one client from harming the others.
 *
 * <p>Who may do what: {@code AdminGuard} asks for the admin token, {@code AdminToken} decides whether a token is weak,
 * and {@code WrongGuesses} slows down who guesses it. {@code ForeignPageGuard} refuses pages of other origins and host
 * names. {@code SignInPages} decides who sees the sign-in code. {@code StartingGuard} answers 503 during the start.
 *
 * <p>Limits: {@code ConnectionLimits} has the numbers. {@code Connections} counts connections, {@code AddressUsage}
 * what one address uses, {@code Http1Gate} and {@code Http2Gate} the requests of a connection. {@code RequestTimes}
 * (HTTP/1) and {@code Http2Gate} (HTTP/2) decide which part of a request is late.
 *
 * <p>Answers: {@code StaticPages} decides which pages others may frame, {@code Page} has the headers of pages (cache,
 * content policy, frames), {@code CustomWidgets} the user's own files, {@code Methods} HEAD, OPTIONS and 405, {@code JsonAnswer} the form of a refusal, and {@code SharedAnswer}
 * how old the status may be.
 */
package dev.twitchrelay.http;
