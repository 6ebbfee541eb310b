package dev.twitchrelay.hostile;

import dev.twitchrelay.support.AnyCertificate;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A connection that keeps no rule unless told to. Used by one thread; {@link #close()} may be called by any, and ends what that
 * one waits for.
 */
final class HostileConnection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final String LENGTH = "\ncontent-length:";

    private final Assault assault;
    private final Socket raw = new Socket();
    private Socket socket = raw;
    private OutputStream out;
    private InputStream in;
    private volatile boolean left;
    private boolean counted;

    HostileConnection(Assault assault) {
        this.assault = assault;
    }

    void open(String from, int port, int receiveBuffer) throws IOException {
        try {
            raw.setReceiveBufferSize(receiveBuffer);
            raw.setTcpNoDelay(true);
            raw.setSoTimeout(PATIENCE_MILLIS);
            raw.bind(new InetSocketAddress(from, 0));
            raw.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
            use(raw);
        } catch (IOException e) {
            throw gone(e);
        }
    }

    /** @param protocol what TLS is to agree on */
    void secure(String protocol) throws IOException {
        try {
            SSLSocket secured =
                    (SSLSocket) AnyCertificate.sockets().createSocket(raw, "localhost", raw.getPort(), false);
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {protocol});
            secured.setSSLParameters(parameters);
            secured.startHandshake();
            // no later connection gets its handshake cheaper
            secured.getSession().invalidate();
            use(secured);
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private void use(Socket usable) throws IOException {
        socket = usable;
        out = usable.getOutputStream();
        in = new BufferedInputStream(usable.getInputStream());
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw gone(e);
        }
    }

    void request(String text) throws IOException {
        request(1, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends whole requests, so many. */
    void request(int number, byte[] bytes) throws IOException {
        send(bytes);
        assault.requested(number);
    }

    /** Sends a request, reads the answer to its end, and returns its body; empty if the head does not tell its length. */
    String exchange(String request) throws IOException {
        request(request);
        try {
            String head = readHead();
            int at = head.indexOf(LENGTH);
            int length = at < 0
                    ? 0
                    : Integer.parseInt(head.substring(at + LENGTH.length(), head.indexOf('\r', at))
                            .strip());
            return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0 || head.length() > 16_384) {
                throw new IOException("no response head");
            }
            head.append((char) next);
        }
        return head.toString().toLowerCase(Locale.ROOT);
    }

    /** Takes a little of what has come, without waiting for it. */
    void readAtMost(int bytes) throws IOException {
        try {
            socket.setSoTimeout(1);
            if (in.read(new byte[bytes]) < 0) {
                throw new IOException("the relay has ended the connection");
            }
        } catch (SocketTimeoutException nothingHasCome) {
            // so it is open still
            return;
        } catch (IOException e) {
            throw gone(e);
        }
    }

    /** Reads and throws away until the relay ends the connection. */
    void drain() throws IOException {
        try {
            byte[] buffer = new byte[8192];
            int count;
            do {
                count = in.read(buffer);
            } while (count >= 0);
            gone(new EOFException());
        } catch (IOException e) {
            throw gone(e);
        }
    }

    /** Says that nothing more will come, and stays. */
    void halfClose() throws IOException {
        try {
            raw.shutdownOutput();
        } catch (IOException e) {
            throw gone(e);
        }
    }

    boolean hasLeft() {
        return left;
    }

    private IOException gone(IOException reason) {
        if (!left && !counted) {
            counted = true;
            assault.endedByRelay();
        }
        close();
        return reason;
    }

    /** Ends it with a reset, so that no port is kept waiting. */
    @Override
    public void close() {
        left = true;
        assault.forget(this);
        try {
            raw.setSoLinger(true, 0);
            raw.close();
        } catch (IOException e) {
            // it is to be gone, and is
            return;
        }
    }
}
