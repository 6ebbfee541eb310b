package dev.twitchrelay.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.net.ServerSocketFactory;

/** A peer that answers each HTTP request, or fails to, as it is told at the moment. Thread-safe. */
public final class MisbehavingPeer implements AutoCloseable {
    /** What it does with a request that it has read. */
    public interface Behavior {
        void answer(Socket socket) throws Exception;
    }

    private final ServerSocket server;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Behavior behavior = answers(200, "");

    public MisbehavingPeer() {
        this(ServerSocketFactory.getDefault());
    }

    /** @param sockets such as those of TLS */
    public MisbehavingPeer(ServerSocketFactory sockets) {
        try {
            server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread accepting = new Thread(this::accept, "misbehaving-peer");
        accepting.setDaemon(true);
        accepting.start();
    }

    /** Answers with a status, a body, and headers of the form {@code Name: value}. */
    public static Behavior answers(int status, String body, String... headers) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(
                "HTTP/1.1 " + status + " x\r\nConnection: close\r\nContent-Length: " + bytes.length + "\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return sends(head + "\r\n" + body);
    }

    /** Sends this text and closes. */
    public static Behavior sends(String text) {
        return socket -> {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        };
    }

    public static Behavior closes() {
        return socket -> {};
    }

    /** Half of an answer, and then a reset connection. */
    public static Behavior resetsInTheMiddle() {
        return socket -> {
            sends("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf").answer(socket);
            socket.setSoLinger(true, 0);
        };
    }

    /** Nothing, until this peer ends. */
    public Behavior hangs() {
        return socket -> closed.await();
    }

    public MisbehavingPeer behave(Behavior now) {
        behavior = now;
        return this;
    }

    public int port() {
        return server.getLocalPort();
    }

    /** The requests so far, with their bodies. */
    public List<String> requests() {
        return requests;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread serving = new Thread(() -> serve(socket), "misbehaving-peer-call");
                serving.setDaemon(true);
                serving.start();
            } catch (IOException closing) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            requests.add(request(socket.getInputStream()));
            behavior.answer(socket);
        } catch (Exception gone) {
            // the client has left, or refused the certificate
        }
    }

    private static String request(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            read(in, text);
        }
        boolean chunked = text.toString().toLowerCase().contains("transfer-encoding: chunked");
        int length = text.toString()
                .lines()
                .filter(line -> line.toLowerCase().startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
        if (chunked) {
            while (text.indexOf("\r\n0\r\n\r\n") < 0) {
                read(in, text);
            }
        } else {
            text.append(new String(in.readNBytes(length), StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    private static void read(InputStream in, StringBuilder to) throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new IOException("no request");
        }
        to.append((char) next);
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
