/**
 * Server-Sent Events: a log of messages, and the clients that read it.
 *
 * <p>The log is {@link dev.twitchrelay.sse.MessageLog} with the seam {@link dev.twitchrelay.sse.EventJournal}. It holds
 * history and limits history's memory. {@code LocalLog} knows the ids of earlier runs. The log knows neither clients nor
 * HTTP. {@link dev.twitchrelay.sse.SseHub} joins a log with its clients. The handlers are its side of HTTP, on Vert.x, and
 * the component {@code sse:} is its side of Camel.
 */
package dev.twitchrelay.sse;
