/** Keeps what was published beyond the end of the process. Knows {@code sse}, and nothing of Twitch. */
package dev.twitchrelay.journal;
