package dev.twitchrelay.cluster;

/**
 * How this replica is doing, for people and monitors.
 *
 * @param replica its name
 * @param leads whether it holds the connection to Twitch
 * @param leader who does; empty when nobody is known to
 * @param term the number of the latest leadership that has published something
 * @param stale whether new messages may be missing for the moment
 * @param connected whether NATS can be reached
 * @param problem why something does not work at the moment; null while all is well
 * @param waiting messages that wait to be published
 * @param dropped messages that could not wait any longer
 * @param fenced messages of former leaders that came too late and were shown to nobody
 * @param elections how often this replica was elected
 */
public record ClusterStatus(
        String replica,
        boolean leads,
        String leader,
        long term,
        boolean stale,
        boolean connected,
        String problem,
        int waiting,
        long dropped,
        long fenced,
        long elections) {}
