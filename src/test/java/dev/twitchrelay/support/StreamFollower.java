package dev.twitchrelay.support;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.SocketFactory;

/**
 * A widget that stays: follows the event stream on one port over every end of a connection, always with the last id, and
 * remembers the numbers ({@code "n":"…"}) of the events it was given, in order. One thread each; cheap enough for hundreds.
 */
public final class StreamFollower implements AutoCloseable {
    private static final Pattern NUMBER = Pattern.compile("\"n\":\"(\\d+)\"");
    private static final int DEAD_AFTER_MILLIS = 20_000;

    private final IntSupplier ports;
    private final String query;
    private final SocketFactory sockets;
    private final Consumer<String> messages;
    private final IntConsumer told;
    private final Thread thread;
    private volatile boolean closed;
    private volatile Socket socket;
    private volatile String lastId;
    private volatile int connects;
    private final List<String> unknown = new CopyOnWriteArrayList<>();
    private volatile int replayed;
    private volatile int idsOutOfOrder;
    private int[] numbers = new int[1024];
    private volatile int size;
    private volatile int port;
    private volatile int stale;

    private StreamFollower(
            IntSupplier ports, String query, SocketFactory sockets, Consumer<String> messages, IntConsumer told) {
        this.ports = ports;
        this.query = query;
        this.sockets = sockets;
        this.messages = messages;
        this.told = told;
        this.thread = new Thread(this::follow, "follower");
        thread.setDaemon(true);
    }

    /** @param query for example {@code ?types=event} */
    public static StreamFollower start(int port, String query) {
        return start(() -> port, query);
    }

    /** @param ports where to connect to, asked each time */
    public static StreamFollower start(IntSupplier ports, String query) {
        return start(ports, query, SocketFactory.getDefault(), message -> {}, number -> {});
    }

    /** @param messages is given each message on the follower's thread, before its number counts */
    public static StreamFollower start(IntSupplier ports, String query, Consumer<String> messages) {
        return start(ports, query, SocketFactory.getDefault(), messages, number -> {});
    }

    /**
     * A follower that tells of what it is given as it comes.
     *
     * @param sockets makes its connections, for example with TLS
     * @param told is called with each number, on the follower's own thread
     */
    public static StreamFollower start(IntSupplier ports, String query, SocketFactory sockets, IntConsumer told) {
        return start(ports, query, sockets, message -> {}, told);
    }

    private static StreamFollower start(
            IntSupplier ports, String query, SocketFactory sockets, Consumer<String> messages, IntConsumer told) {
        StreamFollower follower = new StreamFollower(ports, query, sockets, messages, told);
        follower.thread.start();
        return follower;
    }

    /** The numbers so far. */
    public synchronized int[] numbers() {
        return Arrays.copyOf(numbers, size);
    }

    public int size() {
        return size;
    }

    /** The newest number, -1 before the first. */
    public synchronized int latest() {
        return size == 0 ? -1 : numbers[size - 1];
    }

    public int connects() {
        return connects;
    }

    /** When the relay said that it does not know what was missed: after which id, and where it began anew. */
    public List<String> unknown() {
        return List.copyOf(unknown);
    }

    /** How many messages were announced as missed and replayed. */
    public int replayed() {
        return replayed;
    }

    /** Ids that are not greater than the one before. */
    public int idsOutOfOrder() {
        return idsOutOfOrder;
    }

    /** How often the relay said that new messages may be missing. */
    public int stale() {
        return stale;
    }

    /** Where it is connected, or was last. */
    public int port() {
        return port;
    }

    /** Breaks the connection off, as a network does. */
    public void breakOff() {
        Socket current = socket;
        if (current != null) {
            closeQuietly(current);
        }
    }

    @Override
    public void close() {
        closed = true;
        breakOff();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        while (!closed) {
            try (Socket own = sockets.createSocket()) {
                socket = own;
                own.setSoTimeout(DEAD_AFTER_MILLIS);
                own.connect(new InetSocketAddress("127.0.0.1", connectTo()), 2_000);
                String id = lastId;
                own.getOutputStream()
                        .write(("GET /api/twitch/stream" + query + " HTTP/1.1\r\nHost: localhost\r\n"
                                        + (id == null ? "" : "Last-Event-ID: " + id + "\r\n") + "\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                read(own.getInputStream());
            } catch (IOException gone) {
                // as widgets do: again in a moment
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
    }

    private int connectTo() {
        port = ports.getAsInt();
        return port;
    }

    private void read(InputStream raw) throws IOException {
        InputStream in = new BufferedInputStream(raw, 32_768);
        String head = readHead(in);
        if (!head.startsWith("HTTP/1.1 200")) {
            throw new IOException("no stream: " + head.lines().findFirst().orElse(""));
        }
        connects++;
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(new Chunks(in), StandardCharsets.UTF_8), 32_768);
        String event = null;
        String id = null;
        String data = null;
        for (String line = lines.readLine(); line != null && !closed; line = lines.readLine()) {
            if (line.isEmpty()) {
                dispatch(event, id, data);
                event = null;
                id = null;
                data = null;
            } else if (line.startsWith("data: ")) {
                data = line.substring(6);
            } else if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                event = line.substring(7);
            }
        }
    }

    private void dispatch(String event, String id, String data) {
        if (data == null) {
            return;
        }
        if ("hello".equals(event)) {
            if (data.contains("\"stale\":true")) {
                stale++;
            }
            if (data.contains("\"missed\":\"unknown\"")) {
                unknown.add("after " + lastId + ": " + data);
            } else {
                replayed += Integer.parseInt(data.replaceAll(".*\"missed\":(\\d+)[,}].*", "$1"));
            }
            if (lastId == null) {
                lastId = data.replaceAll(".*\"id\":\"([^\"]*)\".*", "$1");
            }
        } else if (event == null && id != null) {
            message(id, data);
        }
    }

    private void message(String id, String data) {
        messages.accept(data);
        boolean snapshot = id.equals(lastId);
        if (!snapshot && lastId != null && position(id) < position(lastId)) {
            idsOutOfOrder++;
        }
        Matcher number = NUMBER.matcher(data);
        if (number.find()) {
            if (snapshot) {
                idsOutOfOrder++;
            }
            int next = Integer.parseInt(number.group(1));
            told.accept(next);
            add(next);
        }
        lastId = id;
    }

    private static long position(String id) {
        return Long.parseLong(id.substring(id.lastIndexOf('-') + 1));
    }

    private synchronized void add(int number) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * size);
        }
        numbers[size] = number;
        size++;
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || head.lastIndexOf("\r\n\r\n") != head.length() - 4) {
            int next = in.read();
            if (next < 0 || head.length() > 16_384) {
                throw new IOException("no response head");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is to be gone, and is
            return;
        }
    }

    /** Takes the chunks of HTTP/1.1 apart. */
    private static final class Chunks extends InputStream {
        private final InputStream in;
        private int left;
        private boolean first = true;

        Chunks(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                left = nextChunk();
                if (left == 0) {
                    return -1;
                }
            }
            int count = in.read(target, offset, Math.min(length, left));
            if (count < 0) {
                throw new IOException("the stream ends within a chunk");
            }
            left -= count;
            return count;
        }

        private int nextChunk() throws IOException {
            if (!first) {
                line();
            }
            first = false;
            return Integer.parseInt(line(), 16);
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new IOException("the stream ends");
                }
                line.append((char) next);
            }
            return line.toString().strip();
        }
    }
}
