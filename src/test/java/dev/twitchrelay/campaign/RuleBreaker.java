package dev.twitchrelay.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Twitch that is none: WebSocket, Helix and OAuth on one port, written down to the bytes, so that it can break the rules of
 * each layer. Misbehaves on a connection as it is told, and is good on all others. Thread-safe.
 */
final class RuleBreaker implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket server;
    private final Set<String> subscribed = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger ids = new AtomicInteger();
    private volatile Rudeness next;
    private volatile Peer current;

    /** What it does to a connection, instead of being good. */
    interface Rudeness {
        void to(Peer peer) throws IOException;
    }

    RuleBreaker() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("rule-breaker", this::accept);
    }

    String url(String scheme, String path) {
        return scheme + "://127.0.0.1:" + server.getLocalPort() + path;
    }

    /** The next connection meets this, before or after the handshake as it likes; those after it are good again. */
    void nextConnection(Rudeness rudeness) {
        next = rudeness;
    }

    /** WebSocket connections so far. */
    int connections() {
        return connections.get();
    }

    /** The good connection of the moment, once it has subscriptions to all three types; null before. */
    Peer ready() {
        Peer peer = current;
        return peer != null && subscribed.containsAll(Set.of("channel.raid", "channel.cheer", "channel.follow"))
                ? peer
                : null;
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                start("rule-breaker-connection", () -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            String head = head(in);
            if (head.toLowerCase(Locale.ROOT).contains("upgrade: websocket")) {
                webSocket(new Peer(socket, head));
            } else {
                answer(socket, head, in);
            }
        } catch (IOException gone) {
            // whoever it was has had enough
            return;
        }
    }

    private void webSocket(Peer peer) throws IOException {
        // who counts connections must not take the one before for this one
        current = null;
        connections.incrementAndGet();
        Rudeness rudeness = next;
        next = null;
        if (rudeness != null) {
            rudeness.to(peer);
            return;
        }
        peer.shakeHands();
        subscribed.clear();
        peer.welcome("10");
        current = peer;
        try {
            peer.drain();
        } finally {
            if (current == peer) {
                current = null;
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = in.read();
            if (read < 0) {
                throw new IOException("no request");
            }
            head.append((char) read);
        }
        return head.toString();
    }

    private static String header(String head, String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    private void answer(Socket socket, String head, InputStream in) throws IOException {
        String length = header(head, "content-length");
        byte[] body = in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
        int status = 200;
        String answer;
        if (head.startsWith("POST /helix/eventsub")) {
            JsonNode request = JSON.readTree(body);
            String type = request.path("type").asText();
            subscribed.add(type);
            status = 202;
            answer = "{\"data\":[{\"id\":\"s-" + type + "\",\"status\":\"enabled\",\"cost\":0,\"type\":\"" + type
                    + "\",\"version\":" + request.path("version") + ",\"condition\":" + request.path("condition")
                    + ",\"transport\":" + request.path("transport") + "}],\"total\":1,\"total_cost\":0}";
        } else if (head.contains("/validate")) {
            answer =
                    "{\"client_id\":\"c\",\"login\":\"lanternbay\",\"user_id\":\"700100\",\"expires_in\":80000,\"scopes\":["
                            + "\"moderator:read:followers\",\"bits:read\",\"channel:read:subscriptions\"]}";
        } else if (head.contains("/users")) {
            answer = "{\"data\":[{\"id\":\"700100\",\"login\":\"lanternbay\",\"display_name\":\"LanternBay\"}]}";
        } else {
            answer = "{\"data\":[],\"total\":0,\"pagination\":{}}";
        }
        socket.getOutputStream()
                .write(("HTTP/1.1 " + status + " Fine\r\nContent-Type: application/json\r\nConnection: close\r\n"
                                + "Content-Length: " + answer.length() + "\r\n\r\n" + answer)
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** The other end of a WebSocket connection. */
    final class Peer {
        private final Socket socket;
        private final String head;

        private Peer(Socket socket, String head) {
            this.socket = socket;
            this.head = head;
        }

        void shakeHands() throws IOException {
            try {
                byte[] accept = MessageDigest.getInstance("SHA-1")
                        .digest((header(head, "sec-websocket-key") + MAGIC).getBytes(StandardCharsets.US_ASCII));
                bytes(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(accept) + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Exactly these bytes. */
        synchronized void bytes(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        /** A frame of at most 65,535 bytes with this first byte, which holds the opcode and whether it is the last. */
        void frame(int first, byte[] content) throws IOException {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.write(first);
            if (content.length < 126) {
                frame.write(content.length);
            } else {
                frame.write(126);
                frame.writeBytes(
                        ByteBuffer.allocate(2).putShort((short) content.length).array());
            }
            frame.writeBytes(content);
            bytes(frame.toByteArray());
        }

        void text(String text) throws IOException {
            frame(0x81, text.getBytes(StandardCharsets.UTF_8));
        }

        /** @param keepalive JSON of the interval */
        void welcome(String keepalive) throws IOException {
            message(
                    "session_welcome",
                    "",
                    "\"session\":{\"id\":\"rude\",\"keepalive_timeout_seconds\":" + keepalive + "}");
        }

        void reconnect(String url) throws IOException {
            message("session_reconnect", "", "\"session\":{\"id\":\"rude\",\"reconnect_url\":\"" + url + "\"}");
        }

        void notification(int number) throws IOException {
            String type = Stage.TYPES[number % Stage.TYPES.length];
            message(
                    "notification",
                    ",\"subscription_type\":\"" + type + "\"",
                    "\"subscription\":{\"id\":\"s\",\"type\":\"" + type + "\"},\"event\":{\"n\":\"" + number + "\"}");
        }

        private void message(String type, String more, String payload) throws IOException {
            text("{\"metadata\":{\"message_id\":\"rude-" + ids.incrementAndGet() + "\",\"message_type\":\"" + type
                    + "\",\"message_timestamp\":\"2026-11-25T10:00:00Z\"" + more + "},\"payload\":{" + payload + "}}");
        }

        /** Ends the connection with a reset. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Reads until the other end has had enough, or this one. */
        void drain() throws IOException {
            while (socket.getInputStream().read() >= 0) {
                continue;
            }
        }
    }

    /** All that it can do wrong, by name. */
    Map<String, Rudeness> rudenesses() {
        Map<String, Rudeness> all = new TreeMap<>();
        all.put("ends before the handshake", Peer::reset);
        all.put(
                "answers a page instead of a handshake",
                peer -> peer.bytes("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"
                        .getBytes(StandardCharsets.US_ASCII)));
        all.put("answers no HTTP", peer -> peer.bytes("SSH-2.0-nothing\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        all.put(
                "redirects",
                peer -> peer.bytes("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII)));
        afterHandshake(all, "ends before the welcome", Peer::reset);
        afterHandshake(all, "sends no JSON", peer -> peer.text("\u0000<html>"));
        afterHandshake(
                all, "masks its frames", peer -> peer.bytes(new byte[] {(byte) 0x81, (byte) 0x82, 1, 2, 3, 4, 5, 6}));
        afterHandshake(all, "uses an opcode that is none", peer -> peer.frame(0x8b, new byte[3]));
        afterHandshake(all, "sets a reserved bit", peer -> peer.frame(0xf1, new byte[3]));
        afterHandshake(
                all,
                "announces an exabyte",
                peer -> peer.bytes(new byte[] {(byte) 0x81, 127, 15, 1, 1, 1, 1, 1, 1, 1}));
        afterHandshake(
                all,
                "announces a negative length",
                peer -> peer.bytes(new byte[] {(byte) 0x81, 127, (byte) 0xff, 1, 1, 1, 1, 1, 1, 1}));
        afterHandshake(
                all, "sends no UTF-8", peer -> peer.frame(0x81, new byte[] {(byte) 0xc3, (byte) 0x28, (byte) 0xff}));
        afterHandshake(all, "continues what never began", peer -> peer.frame(0x80, new byte[4]));
        afterHandshake(all, "begins a message and ends", peer -> {
            peer.frame(0x01, "{\"metadata\":".getBytes(StandardCharsets.US_ASCII));
            peer.reset();
        });
        afterHandshake(all, "pings with a giant", peer -> peer.frame(0x89, new byte[300]));
        afterHandshake(all, "closes with a code that is none", peer -> peer.frame(0x88, new byte[] {0, 7}));
        afterHandshake(all, "closes with one byte", peer -> peer.frame(0x88, new byte[] {3}));
        for (String keepalive : new String[] {"-1", "0", "null", "\"x\"", "1e30", "9223372036854775807"}) {
            afterHandshake(all, "welcomes with a keepalive of " + keepalive, peer -> {
                peer.welcome(keepalive);
                peer.reset();
            });
        }
        afterHandshake(all, "welcomes twice", peer -> {
            peer.welcome("10");
            peer.welcome("10");
            peer.reset();
        });
        for (String url :
                new String[] {"", " ", "ftp://x", "http://127.0.0.1/", "ws://", "ws://[", "wss://127.0.0.1:1/", "\\\\"
                }) {
            afterHandshake(all, "moves to '" + url + "'", peer -> {
                peer.welcome("10");
                peer.reconnect(url);
                peer.frame(0x88, new byte[] {0x0f, (byte) 0xa4});
            });
        }
        afterHandshake(all, "moves a hundred times", peer -> {
            peer.welcome("10");
            for (int i = 0; i < 100; i++) {
                peer.reconnect(url("ws", "/ws?" + i));
            }
            peer.reset();
        });
        afterHandshake(all, "sends every odd message", peer -> {
            peer.welcome("10");
            for (String text : OddMessages.ALL) {
                peer.text(text);
            }
            peer.reset();
        });
        return all;
    }

    private static void afterHandshake(Map<String, Rudeness> all, String name, Rudeness rudeness) {
        all.put(name, peer -> {
            peer.shakeHands();
            rudeness.to(peer);
        });
    }
}
