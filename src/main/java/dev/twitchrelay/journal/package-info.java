/**
 * Keeps the published messages beyond the end of the process. Knows {@code sse}, and nothing of Twitch.
 *
 * <ul>
 *   <li>{@code FileEventJournal}: which parts of a message are noted, whether events are missing, and which events
 *       sinks missed after a kill
 *   <li>{@code Journal}: when the disk gets a line, the behavior without a usable folder, how much waits in memory
 *       while the disk is full, how much is read at the start, and in how many files
 *   <li>{@code Segments}: when an old file is deleted, and the treatment of a torn end and of damaged lines
 *   <li>{@code JournalLine}: the form of a line, with its checksum
 * </ul>
 */
package dev.twitchrelay.journal;
