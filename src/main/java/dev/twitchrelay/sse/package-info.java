/**
 * Server-Sent Events: a log of messages, and the clients that read it. The handlers are its side of HTTP, on Vert.x,
 * and the component {@code sse:} is its side of Camel.
 *
 * <p>Decisions about the log: {@code MessageLog}, what a client gets at its start (the missed events, or that they are
 * unknown), and why history may be shorter than {@code sse.history}; {@code LocalLog}, ids, and which ids of earlier
 * runs are known; {@code ReplicatedLog}, the same in a cluster; {@code SseMessage}, which message is refused.
 * {@code EventJournal} is the seam to the disk. The log knows neither clients nor HTTP.
 *
 * <p>Decisions about clients: {@code StreamClient}, when a slow client is cut and when a quiet client gets a ping;
 * {@code StreamCounters}, how many streams an address may open; {@code StreamFilter}, the meaning of {@code ?types=}
 * and {@code ?events=}; {@code ClientLoop}, the order in which clients are served; {@code SseHub}, when clients come
 * back after a farewell; {@code EventFrame}, the bytes; {@code ReadOnlyHandler}, the origins that may read.
 */
package dev.twitchrelay.sse;
