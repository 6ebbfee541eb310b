package dev.twitchrelay.cluster;

import java.util.List;

/**
 * Which stream, and where.
 *
 * @param servers addresses such as {@code nats://localhost:4222}; may hold passwords
 * @param credentials the path of a credentials file; empty for none
 * @param stream its name
 * @param replicas how many servers of a NATS cluster keep it
 * @param messages how many messages it holds
 */
public record StreamSettings(List<String> servers, String credentials, String stream, int replicas, long messages) {
    @Override
    public String toString() {
        return "StreamSettings[stream=" + stream + ", secrets hidden]";
    }
}
