package dev.twitchrelay.eventsub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.eventsub.MergedSessions.Session;
import dev.twitchrelay.support.Fuzz;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.lifecycle.BeforeTry;

/**
 * Random sessions and events, against a list of what arrived at any of the sessions. Copies are up to five seconds late and in
 * another order, and their timestamps differ. Times are milliseconds.
 */
class SessionMergeFuzzTest {
    private static final int END = 120_000;

    // one instance serves all tries of a property
    private MergedSessions twitch;
    private List<Session> sessions;
    private List<Life> lives;

    @BeforeTry
    void begin() {
        twitch = new MergedSessions();
        sessions = new ArrayList<>();
        lives = new ArrayList<>();
    }

    /**
     * A session between its welcome and its end.
     *
     * @param lastWord from then on its socket is dead, and nobody knows
     */
    private record Life(int session, long from, long until, long lastWord) {}

    private record Copy(int session, String content, long timestamp, long arrives) {}

    /** Two sessions that have agreed once, so that their copies are known to be equal. */
    private void theyAgree() {
        twitch.session().from(-2_000).gets("agreed", -1_500, -1_500).until(-1_000);
        twitch.session().from(-1_900).gets("agreed", -1_500, -1_499).until(-900);
    }

    private void live(Session session, int index, long from, long until, long lastWord) {
        session.from(from).keptAlive(from, lastWord).until(until);
        lives.add(new Life(index, from, until, lastWord));
    }

    @Fuzz(tries = 500)
    void eachEventThatArrivesAnywhereIsPublishedOnceWhateverDies(@ForAll long seed) {
        Random random = new Random(seed);
        theyAgree();
        for (int i = 0; i < 2 + random.nextInt(2); i++) {
            sessions.add(twitch.session());
        }
        for (int i = 0; i < sessions.size(); i++) {
            long until;
            for (long from = i * 5_000L; from < END; from = until + random.nextInt(20_000)) {
                until = from + 1_000 + random.nextInt(60_000);
                boolean silent = random.nextInt(3) == 0;
                live(sessions.get(i), i, from, until, silent ? Math.max(from, until - 15_000) : until);
            }
        }

        List<String> arrived = new ArrayList<>(List.of("agreed"));
        arrived.addAll(events(random, number -> "follow " + number));

        assertThat(twitch.run()).containsExactlyInAnyOrderElementsOf(arrived);
    }

    /** One session lives all the time, and delivers everything. */
    @Fuzz(tries = 1_000)
    void equalEventsOfOneMomentAreCountedWhateverTheOtherSessionsDo(@ForAll long seed) {
        Random random = new Random(seed);
        theyAgree();
        int reliable = random.nextInt(3);
        for (int i = 0; i < 3; i++) {
            sessions.add(twitch.session());
        }
        live(sessions.get(reliable), reliable, 0, END + 30_000, END + 30_000);
        for (int i = 0; i < sessions.size(); i++) {
            long until;
            for (long from = 2_000 + i * 5_000L; i != reliable && from < END; from = until + random.nextInt(20_000)) {
                until = random.nextBoolean() ? END + 30_000 : from + 1_000 + random.nextInt(60_000);
                boolean silent = until < END && random.nextInt(3) == 0;
                live(sessions.get(i), i, from, until, silent ? Math.max(from, until - 15_000) : until);
            }
        }
        int different = 1 + random.nextInt(3);

        List<String> arrived = new ArrayList<>(List.of("agreed"));
        arrived.addAll(events(random, number -> "cheer " + random.nextInt(different)));

        assertThat(twitch.run()).containsExactlyInAnyOrderElementsOf(arrived);
    }

    /** @return the contents that arrive at a session before it dies */
    private List<String> events(Random random, IntFunction<String> contents) {
        List<String> arrived = new ArrayList<>();
        List<Copy> copies = new ArrayList<>();
        long happens = 0;
        for (int number = 0; happens < END; number++) {
            String content = contents.apply(number);
            int before = copies.size();
            for (Life life : lives) {
                long timestamp = happens + random.nextInt(100);
                long arrives = timestamp + random.nextInt(random.nextBoolean() ? 5_000 : 50);
                if (life.from <= happens && happens < life.until && arrives < life.lastWord) {
                    copies.add(new Copy(life.session, content, timestamp, arrives));
                }
            }
            if (copies.size() > before) {
                arrived.add(content);
            }
            happens += 1 + random.nextInt(random.nextBoolean() ? 200 : 8_000);
        }
        copies.sort(Comparator.comparingLong(Copy::arrives));
        copies.forEach(copy -> sessions.get(copy.session).gets(copy.content, copy.timestamp, copy.arrives));
        return arrived;
    }
}
