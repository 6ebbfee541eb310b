package dev.twitchrelay.cluster;

import java.util.List;

/**
 * Which stream, and where.
 *
 * @param servers addresses such as {@code nats://localhost:4222}; may hold passwords
 * @param login what the servers are shown
 * @param stream its name
 * @param replicas how many servers of a NATS cluster keep it
 * @param messages how many messages it holds
 */
public record StreamSettings(List<String> servers, Login login, String stream, int replicas, long messages) {

    /** Who the relay is to NATS: a token, or user and password, or a credentials file's path; empty is none of it. */
    public record Login(String token, String user, String password, String credentials) {
        public static final Login NONE = new Login("", "", "", "");

        @Override
        public String toString() {
            return "Login[hidden]";
        }
    }

    @Override
    public String toString() {
        return "StreamSettings[stream=" + stream + ", secrets hidden]";
    }
}
