package dev.twitchrelay.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for a server that will be stopped and started again. It is none of those that the system gives to connections: while
 * the server is away, one of its own clients that tries to come back may be given such a port, and keep it.
 */
public final class FreePort {
    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;
    /** Tests run in several processes at a time; each has ports of its own, so that none takes what another has just found. */
    private static final int PROCESSES = 8;

    private static final int EACH = (HIGHEST - LOWEST) / PROCESSES;
    private static final int FIRST = LOWEST + EACH * (Integer.getInteger("tests.process", 0) % PROCESSES);

    private FreePort() {}

    /** A port that nobody listens on now. */
    public static int find() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, FIRST + EACH);
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(false);
                socket.bind(new InetSocketAddress((InetAddress) null, port));
                return port;
            } catch (IOException taken) {
                continue;
            }
        }
    }
}
