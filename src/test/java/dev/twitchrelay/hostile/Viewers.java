package dev.twitchrelay.hostile;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.twitchrelay.hostile.Target.Transport;
import dev.twitchrelay.support.AnyCertificate;
import dev.twitchrelay.support.StreamFollower;
import dev.twitchrelay.support.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import javax.net.SocketFactory;

/**
 * Those who watch and mean no harm: what of the numbered events has reached each of them, and how long it took from Twitch to
 * them. {@link #willSend} is called by the thread that sends, everything else by the thread that judges.
 */
final class Viewers implements AutoCloseable {
    /** More than are under way at a time, by far. */
    private static final int REMEMBERED = 1 << 16;

    private final List<StreamFollower> followers = new ArrayList<>();
    private final int[] judged;
    private final AtomicLongArray sentAt = new AtomicLongArray(REMEMBERED);
    private final Object lock = new Object();
    private long[] delays = new long[1024];
    private int delayed;
    private long measuredSince = System.nanoTime();
    private int connects;
    private int judgedTo;

    Viewers(int number, int port, Transport transport) {
        SocketFactory sockets = transport == Transport.TLS ? AnyCertificate.sockets() : SocketFactory.getDefault();
        judged = new int[number];
        for (int i = 0; i < number; i++) {
            followers.add(StreamFollower.start(() -> port, i % 2 == 0 ? "?types=event" : "", sockets, this::received));
        }
    }

    /** Whether each of them has a stream, or had one. */
    boolean areThere() {
        return followers.stream().allMatch(follower -> follower.connects() > 0);
    }

    void willSend(int number) {
        sentAt.set(number % REMEMBERED, System.nanoTime());
    }

    private void received(int number) {
        long delay = System.nanoTime() - sentAt.get(number % REMEMBERED);
        synchronized (lock) {
            if (delayed == delays.length) {
                delays = Arrays.copyOf(delays, 2 * delayed);
            }
            delays[delayed++] = delay;
        }
    }

    /** Forgets the delays so far. */
    void beginToMeasure() {
        synchronized (lock) {
            delayed = 0;
            measuredSince = System.nanoTime();
        }
        connects = connects();
    }

    /**
     * The delay in microseconds that 99 of 100 deliveries kept below since the measurement began.
     *
     * @param lost deliveries that did not come, which count as if they came now
     */
    long percentile99(int lost) {
        synchronized (lock) {
            long[] sorted = Arrays.copyOf(delays, delayed + lost);
            Arrays.fill(sorted, delayed, sorted.length, System.nanoTime() - measuredSince);
            Arrays.sort(sorted);
            return sorted.length == 0 ? 0 : NANOSECONDS.toMicros(sorted[(int) (sorted.length * 0.99)]);
        }
    }

    /** How many connections were lost and made again since the measurement began. */
    int reconnects() {
        return connects() - connects;
    }

    private int connects() {
        return followers.stream().mapToInt(StreamFollower::connects).sum();
    }

    boolean haveAll(int sent) {
        return followers.stream().allMatch(follower -> follower.latest() >= sent - 1);
    }

    /** Compares what each has got with what was sent since the last judgement, up to and without this number. */
    Tally judge(int sent) {
        BitSet required = new BitSet();
        required.set(judgedTo, sent);
        Tally all = Tally.NONE;
        for (int i = 0; i < judged.length; i++) {
            int[] numbers = followers.get(i).numbers();
            int to = judged[i];
            while (to < numbers.length && numbers[to] < sent) {
                to++;
            }
            int[] fresh = Arrays.copyOfRange(numbers, judged[i], to);
            int old = (int)
                    Arrays.stream(fresh).filter(number -> number < judgedTo).count();
            all = all.plus(Tally.of(required, fresh)).plus(new Tally(0, old, 0));
            judged[i] = to;
        }
        judgedTo = sent;
        return all;
    }

    @Override
    public void close() {
        followers.forEach(StreamFollower::breakOff);
        followers.forEach(StreamFollower::close);
    }
}
