package dev.twitchrelay.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Stands before the relay and counts every byte that it sends to the browser: headers, workers' scripts and all. */
final class CountingForwarder implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicLong received = new AtomicLong();

    CountingForwarder(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Bytes from the relay so far. */
    long received() {
        return received.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket browser = server.accept();
                Socket relay = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.addAll(List.of(browser, relay));
                threads.execute(() -> copy(browser, relay, null));
                threads.execute(() -> copy(relay, browser, received));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void copy(Socket from, Socket to, AtomicLong count) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (count != null) {
                    count.addAndGet(length);
                }
                out.write(buffer, 0, length);
            }
        } catch (IOException e) {
            // one side went away; closing both tells the other
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
