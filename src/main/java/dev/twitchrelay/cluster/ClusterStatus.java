package dev.twitchrelay.cluster;

/**
 * The status of this replica, for people and monitors. Immutable.
 *
 * @param replica the name of this replica
 * @param leads whether this replica leads, so that it publishes
 * @param leader the name of the leader; empty when none is known
 * @param holds whether this replica holds a session with Twitch
 * @param term the number of the latest leadership that has begun in the stream
 * @param stale whether new messages may be missing at the moment
 * @param connected whether NATS can be reached
 * @param problem the reason of a fault, or null while all is well
 * @param waiting the number of messages that wait to be published
 * @param reports the number of reports of this replica's session that wait for NATS
 * @param dropped the number of messages and reports that were dropped because too many waited or NATS refused them
 * @param fenced the number of messages of former leaders that came too late and were ignored
 * @param elections the number of elections that this replica won
 */
public record ClusterStatus(
        String replica,
        boolean leads,
        String leader,
        boolean holds,
        long term,
        boolean stale,
        boolean connected,
        String problem,
        int waiting,
        int reports,
        long dropped,
        long fenced,
        long elections) {}
