/**
 * Server-Sent Events: a log of messages, and the clients that read it. The handlers are its side of HTTP, on Vert.x,
 * and the component {@code sse:} is its side of Camel.
 *
 * <p>Decisions about the log, which knows neither clients nor HTTP:
 *
 * <ul>
 *   <li>{@code MessageLog}: the messages that a client gets at its start (the missed events, or the word that they
 *       are unknown); how far a client may be behind; why history may be shorter than {@code sse.history}
 *   <li>{@code LocalLog}: ids, which ids of earlier runs are known, and how many numbers are left out after a kill
 *   <li>{@code ReplicatedLog}: the same in a cluster
 *   <li>{@code LogEntry}: which entries a client that comes back must get
 *   <li>{@code EntryRing}: which entries go when memory is short
 *   <li>{@code SseMessage}: which message is refused: its type, name, size and form
 *   <li>{@code EventJournal}: the seam to the disk
 * </ul>
 *
 * <p>Decisions about clients:
 *
 * <ul>
 *   <li>{@code StreamFilter}: the meaning of {@code ?types=} and {@code ?events=}; the channel's numbers pass any
 *       {@code ?events=}
 *   <li>{@code StreamClient}: when a slow client is cut, when a quiet client gets a ping, and the order of the first
 *       messages
 *   <li>{@code StreamCounters}: how many streams there may be, in all and for an address
 *   <li>{@code SseSettings}: the defaults and the limits of {@code sse.*}
 *   <li>{@code SseHub}: when clients come back after a farewell, how long the farewell takes, and which names
 *       announcements may have
 *   <li>{@code ClientLoop}: the order in which clients are served, and how long a turn is; a failure with one client ends
 *       its stream only
 *   <li>{@code FilterGroup}: which clients share a batch; {@code Batch} has the size of one write
 *   <li>{@code ChannelConnection}: which clients are served without Vert.x, and when a client that sends is cut
 *   <li>{@code ResponseConnection}: how many bytes may wait for any other client
 *   <li>{@code EventStreamHandler}: whether {@code Last-Event-ID} or the parameter counts, and the answers when there
 *       is no room for a stream
 *   <li>{@code RecentMessagesHandler}: how many past events an answer has, and the meaning of {@code limit} and
 *       {@code since}
 *   <li>{@code ReadOnlyHandler}: the origins and methods that may read
 *   <li>{@code EventFrame}: the bytes of the stream; {@code SharedBuffer} puts them into a chunk
 * </ul>
 */
package dev.twitchrelay.sse;
