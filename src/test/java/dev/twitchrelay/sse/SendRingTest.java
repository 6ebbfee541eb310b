package dev.twitchrelay.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The ring on this machine's kernel. */
@Timeout(20)
class SendRingTest {

    private static final int EBADF = -9;
    private static final int EAGAIN = -11;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private ServerSocket listener;
    private SendRing ring;

    @BeforeEach
    void open() throws Exception {
        ring = openOrAbort(16, 8);
        Epoll.ensureAvailability();
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws Exception {
        if (ring != null) {
            ring.close();
        }
        for (AutoCloseable each : opened) {
            each.close();
        }
        if (listener != null) {
            listener.close();
        }
    }

    /** The kernel's ring; where there is none the test is skipped with the reason. */
    static SendRing openOrAbort(int sends, int slots) {
        try {
            return SendRing.open(sends, slots);
        } catch (IOException | LinkageError e) {
            return abort("no io_uring here: " + e);
        }
    }

    @Test
    void sendsOfSeveralSubmissionsArriveAtTheirSocketsInOrder() throws Exception {
        Connection first = connect();
        Connection second = connect();
        int firstSlot = ring.register(first.sender.intValue());
        int secondSlot = ring.register(second.sender.intValue());

        // more than the ring has entries, so that it wraps at an odd place
        for (int round = 0; round < 40; round++) {
            List<SharedBuffer> buffers = new ArrayList<>();
            for (int n = 0; n < 3; n++) {
                buffers.add(send(firstSlot, "a" + round + "." + n));
                buffers.add(send(secondSlot, "b" + round + "." + n));
            }
            ring.submit();
            for (int i = 0; i < buffers.size(); i++) {
                assertThat(ring.result(i)).isEqualTo(buffers.get(i).chunkLength());
                buffers.get(i).release();
            }
            assertThat(ring.size()).isZero();
        }

        for (int round = 0; round < 40; round++) {
            for (int n = 0; n < 3; n++) {
                assertThat(first.readChunk()).isEqualTo("a" + round + "." + n);
                assertThat(second.readChunk()).isEqualTo("b" + round + "." + n);
            }
        }
    }

    @Test
    void socketThatIsFullTakesAPartAndThenNothingAndHoldsUpNobody() throws Exception {
        Connection full = connect();
        Connection other = connect();
        int fullSlot = ring.register(full.sender.intValue());
        int otherSlot = ring.register(other.sender.intValue());
        String much = "x".repeat(60_000);
        boolean partSeen = false;

        for (int round = 0; round < 1_000; round++) {
            SharedBuffer large = send(fullSlot, much);
            SharedBuffer small = send(otherSlot, "a");
            ring.submit();
            assertThat(ring.result(1)).isEqualTo(small.chunkLength());
            assertThat(other.readChunk()).isEqualTo("a");
            int taken = ring.result(0);
            large.release();
            small.release();
            if (taken < 0) {
                assertThat(taken).isEqualTo(EAGAIN);
                assertThat(partSeen).isTrue();
                return;
            }
            partSeen |= taken < much.length();
        }
        throw new AssertionError("the socket was never full");
    }

    @Test
    void releasedSlotSendsNothingAndIsGivenAgain() throws Exception {
        Connection gone = connect();
        Connection next = connect();
        int slot = ring.register(gone.sender.intValue());
        SharedBuffer buffer = send(slot, "to nobody");
        ring.release(slot);
        ring.submit();
        assertThat(ring.result(0)).isEqualTo(EBADF);
        buffer.release();

        assertThat(ring.register(next.sender.intValue())).isEqualTo(slot);
        SharedBuffer again = send(slot, "to the next");
        ring.submit();
        again.release();

        assertThat(next.readChunk()).isEqualTo("to the next");
        gone.sender.close();
        assertThat(gone.reader.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void slotMeansItsConnectionEvenIfTheDescriptorIsAnothers() throws Exception {
        Connection closed = connect();
        int descriptor = closed.sender.intValue();
        int slot = ring.register(descriptor);
        closed.sender.close();
        Connection other = connect();
        assertThat(other.sender.intValue())
                .as("the kernel gives the lowest number again")
                .isEqualTo(descriptor);

        SharedBuffer buffer = send(slot, "late");
        ring.submit();
        buffer.release();

        assertThat(closed.readChunk()).isEqualTo("late");
        assertThat(other.reader.getInputStream().available()).isZero();
        ring.release(slot);
        assertThat(closed.reader.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void peerThatHasGoneIsAnErrorOfItsOwnSendOnly() throws Exception {
        Connection gone = connect();
        Connection other = connect();
        int goneSlot = ring.register(gone.sender.intValue());
        int otherSlot = ring.register(other.sender.intValue());
        gone.reader.setSoLinger(true, 0);
        gone.reader.close();
        TimeUnit.MILLISECONDS.sleep(Duration.ofMillis(100).toMillis());

        SharedBuffer lost = send(goneSlot, "lost");
        SharedBuffer kept = send(otherSlot, "kept");
        ring.submit();
        lost.release();
        kept.release();

        assertThat(ring.result(0)).isNegative();
        assertThat(other.readChunk()).isEqualTo("kept");
    }

    @Test
    void registersAsManySocketsAsItHasSlots() throws Exception {
        for (int n = 0; n < 8; n++) {
            assertThat(ring.register(connect().sender.intValue())).isEqualTo(n);
        }

        assertThat(ring.register(connect().sender.intValue())).isEqualTo(SendRing.NO_SLOT);
        ring.release(3);
        assertThat(ring.register(connect().sender.intValue())).isEqualTo(3);
        assertThat(ring.register(-1)).as("not a socket").isEqualTo(SendRing.NO_SLOT);
    }

    @Test
    void moreSlotsThanTheLimitOfOpenFilesAreFewerSlots() throws Exception {
        SendRing modest = SendRing.open(16, 1 << 30);
        Connection connection = connect();

        assertThat(modest.register(connection.sender.intValue())).isZero();

        modest.close();
    }

    private SharedBuffer send(int slot, String text) {
        SharedBuffer buffer = SharedBuffer.of(text.getBytes(StandardCharsets.US_ASCII));
        ring.add(slot, buffer.address(), buffer.chunkLength());
        return buffer;
    }

    private Connection connect() throws IOException {
        Socket sender = Socket.newSocketStream();
        opened.add(sender::close);
        if (!sender.connect(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()))) {
            sender.finishConnect();
        }
        java.net.Socket reader = listener.accept();
        opened.add(reader);
        return new Connection(sender, reader);
    }

    private record Connection(Socket sender, java.net.Socket reader) {
        String readChunk() throws IOException {
            StringBuilder length = new StringBuilder();
            for (int c = reader.getInputStream().read();
                    c != '\n';
                    c = reader.getInputStream().read()) {
                length.append((char) c);
            }
            int bytes = Integer.parseInt(length.toString().strip(), 16);
            String text = new String(reader.getInputStream().readNBytes(bytes), StandardCharsets.US_ASCII);
            assertThat(reader.getInputStream().readNBytes(2)).containsExactly('\r', '\n');
            return text;
        }
    }
}
