package dev.twitchrelay.cluster;

import java.util.List;

/**
 * The shared stream and its servers. Immutable.
 *
 * @param servers addresses such as {@code nats://localhost:4222}; they may contain passwords
 * @param login the relay's login at the servers
 * @param stream the name of the stream
 * @param replicas the number of servers of a NATS cluster that keep the stream
 * @param history the number of events that a replica reads back when it starts
 */
public record StreamSettings(List<String> servers, Login login, String stream, int replicas, int history) {

    /**
     * The relay's login at NATS: a token, or user and password, or the path of a credentials file. Empty texts are not
     * used.
     */
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
