/**
 * Keeps what was published beyond the end of the process. Knows {@code sse}, and nothing of Twitch.
 *
 * <p>{@code FileEventJournal} decides which parts of a message are noted, and which events sinks missed after a kill.
 * {@code Journal} decides when the disk gets it, and what happens while the disk is full. {@code Segments} decides when
 * an old file is deleted, and what becomes of a torn end. {@code JournalLine} is the form of a line, with its checksum.
 */
package dev.twitchrelay.journal;
