package dev.twitchrelay.journal;

/**
 * How a journal is doing, for people and monitors.
 *
 * @param problem why nothing can be written at the moment, in words; null while all is well
 * @param written lines written since the start
 * @param waiting lines that wait in memory until they can be written
 * @param dropped lines that could not wait any longer; what they tell is gone after a restart
 * @param bytes size of all its files
 */
public record JournalStatus(String problem, long written, int waiting, long dropped, long bytes) {}
