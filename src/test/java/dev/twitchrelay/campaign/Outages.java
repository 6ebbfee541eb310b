package dev.twitchrelay.campaign;

import dev.twitchrelay.campaign.TwitchDoor.Answer;
import dev.twitchrelay.campaign.WebhookPeer.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Outages of Twitch's parts and of sinks' peers at random moments, several at a time. One seed gives the same outages in the same
 * order. Used by one thread.
 */
final class Outages {
    private static final String HTML = "text/html; charset=utf-8";
    private static final String JSON = "application/json; charset=utf-8";
    private static final List<Answer> NONSENSE = List.of(
            new Answer(200, HTML, "<!DOCTYPE html><html><body><h1>We will be back soon</h1></body></html>"),
            new Answer(200, JSON, "{}"),
            new Answer(200, JSON, ""),
            new Answer(200, JSON, "{\"data\":[{\"id\":\"4711\",\"viewer_c"));
    private static final List<Trouble> TROUBLES =
            List.of(Trouble.LIMITED, Trouble.BROKEN, Trouble.RESET, Trouble.ANSWER_LOST, Trouble.HANGS);
    private static final Duration STEP = Duration.ofMillis(20);
    private static final Duration SECOND = Duration.ofSeconds(1);
    /** What is sent when all is well again, and has to arrive. */
    private static final int LAST_EVENTS = 30;

    private static final Duration SETTLED = Duration.ofMinutes(3);

    private final OutageStage stage;
    private final Pace pace;
    private final Random random;
    private final List<Kind> kinds = kinds();
    private final List<Kind> deck = new ArrayList<>();
    private final Set<String> troubled = new HashSet<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private long nextEvent = System.nanoTime();
    private long nextLook = System.nanoTime();
    private long mostResident;
    private long patientUntil = System.nanoTime();
    private int notWellAgain;
    private boolean ending;

    /**
     * A kind of outage.
     *
     * @param part of Twitch that is in trouble; two outages of one part are not at the same time
     * @param begin begins it, and calls what it is given when it may be ended
     */
    private record Kind(String name, String part, Begin begin, Runnable end) {}

    private interface Begin {
        void andThen(Runnable ready);
    }

    Outages(OutageStage stage, Pace pace, long seed) {
        this.stage = stage;
        this.pace = pace;
        this.random = new Random(seed);
    }

    private List<Kind> kinds() {
        List<Kind> all = new ArrayList<>();
        all.add(new Kind("notification without an event", "", this::sendNoEvent, () -> {}));
        all.add(answers(
                "subscriptions answer 401, another user's",
                "/helix/subscriptions",
                Answer.error(
                        401,
                        "Unauthorized",
                        "The ID in broadcaster_id must match the user ID found in the request's OAuth token.")));
        all.add(answers(
                "subscriptions answer 400, no affiliate",
                "/helix/subscriptions",
                Answer.error(400, "Bad Request", "The broadcaster is not a partner or affiliate")));
        for (String path : List.of("/helix/streams", "/helix/channels/followers", "/helix/subscriptions")) {
            all.add(new Kind(
                    path + " answers 200 with nonsense",
                    path,
                    ready -> {
                        stage.door().answer(path, NONSENSE.get(random.nextInt(NONSENSE.size())));
                        ready.run();
                    },
                    () -> stage.door().forget(path)));
        }
        all.add(new Kind("Helix and OAuth refuse, relay restarted", "all", this::refuseAndRestart, () -> stage.door()
                .back()));
        all.add(new Kind(
                "Helix and OAuth answer 503",
                "all",
                ready -> {
                    stage.door().unavailable(true);
                    ready.run();
                },
                () -> stage.door().unavailable(false)));
        all.add(new Kind("Helix and OAuth hang, socket closed 4006", "all", this::hangAndClose, () -> stage.door()
                .goOn()));
        return all;
    }

    private Kind answers(String name, String path, Answer answer) {
        return new Kind(
                name,
                path,
                ready -> {
                    stage.door().answer(path, answer);
                    ready.run();
                },
                () -> stage.door().forget(path));
    }

    /** As twitch-cli sends it for a revocation, or as no one should. */
    private void sendNoEvent(Runnable ready) {
        boolean revoked = random.nextBoolean();
        String type = revoked ? "channel.subscribe" : "channel.cheer";
        String now = Instant.now().toString();
        stage.twitch()
                .faults()
                .sendText("{\"metadata\":{\"message_id\":\"" + UUID.randomUUID()
                        + "\",\"message_type\":\"notification\",\"message_timestamp\":\"" + now
                        + "\",\"subscription_type\":\"" + type + "\",\"subscription_version\":\"1\"},"
                        + "\"payload\":{\"subscription\":{\"id\":\"" + UUID.randomUUID() + "\",\"status\":\""
                        + (revoked ? "authorization_revoked" : "enabled") + "\",\"type\":\"" + type
                        + "\",\"version\":\"1\",\"cost\":0,\"condition\":{\"broadcaster_user_id\":\""
                        + stage.twitch().options().broadcaster().id()
                        + "\"},\"transport\":{\"method\":\"websocket\",\"session_id\":\"s\"},\"created_at\":\"" + now
                        + "\"}}}");
        ready.run();
    }

    private void refuseAndRestart(Runnable ready) {
        stage.door().away();
        // a refresh that was just answered is in the file by then
        stage.agenda().later(SECOND, () -> {
            stage.restart(random.nextBoolean());
            whenUp(ready);
        });
    }

    private void whenUp(Runnable action) {
        if (stage.isUp()) {
            action.run();
        } else {
            stage.agenda().later(SECOND, () -> whenUp(action));
        }
    }

    private void hangAndClose(Runnable ready) {
        stage.door().hang();
        stage.agenda().later(SECOND, () -> {
            stage.sessionIsLost();
            stage.twitch().faults().close(4006);
            ready.run();
        });
    }

    /** Everything is well at first, and in the end again. */
    void play(Duration time) {
        await(stage::knowsTotals);
        stage.addWidgets();
        await(() -> stage.deliverable() && stage.widgets().all().stream().allMatch(widget -> widget.connects() > 0));
        stage.sinks().forEach(this::planTrouble);
        long begin = System.nanoTime();
        long nextFault = begin;
        long nextReport = begin + Duration.ofMinutes(5).toNanos();
        long end = begin + time.toNanos();
        // a short run waits for what has not come yet
        long latest = end + SETTLED.toNanos();
        while (System.nanoTime() < end || (pace.impatient() && !hadEverything() && System.nanoTime() < latest)) {
            step();
            long now = System.nanoTime();
            if (now >= nextFault && beginNext()) {
                nextFault = now + pace.between().any(random).toNanos();
            }
            if (now >= nextReport) {
                nextReport += Duration.ofMinutes(5).toNanos();
                System.out.printf(
                        "outages: after %d min: %s%n",
                        Duration.ofNanos(now - begin).toMinutes(), this);
            }
        }
        settle();
    }

    private boolean hadEverything() {
        return counts.size() == kinds.size()
                && stage.door().refreshes().needed() > 0
                && stage.sinks().stream().noneMatch(sink -> sink.outages() == 0);
    }

    private void settle() {
        ending = true;
        long end = System.nanoTime() + SETTLED.toNanos();
        while (System.nanoTime() < end && !(isWell() && stage.sinks().stream().noneMatch(WatchedSink::isIll))) {
            step();
        }
        int last = stage.sent() + LAST_EVENTS;
        while (stage.sent() < last) {
            step();
        }
        // nothing is sent any more
        while (System.nanoTime() < end && !stage.haveAll()) {
            LockSupport.parkNanos(SECOND.toNanos() / 5);
            stage.look();
        }
    }

    private void step() {
        LockSupport.parkNanos(STEP.toNanos());
        stage.agenda().act();
        stage.look();
        long now = System.nanoTime();
        if (now >= nextEvent) {
            stage.send();
            // what could not be sent in time is not caught up with
            nextEvent = Math.max(nextEvent + SECOND.toNanos() / pace.eventsPerSecond(), now);
        }
        if (now >= nextLook) {
            nextLook = now + SECOND.toNanos();
            stage.lookAtSinks();
            mostResident = Math.max(mostResident, stage.residentMebibytes());
        }
    }

    /** Begins the next one that finds its part of Twitch well; when each kind has come, the relay must get well first. */
    private boolean beginNext() {
        if (deck.isEmpty()) {
            if (!isWell() && System.nanoTime() < patientUntil) {
                return false;
            }
            notWellAgain += isWell() ? 0 : 1;
            deck.addAll(kinds);
            Collections.shuffle(deck, random);
        }
        Kind next = deck.stream()
                .filter(kind -> !troubled.contains(kind.part()))
                .findFirst()
                .orElse(null);
        if (next == null) {
            return false;
        }
        deck.remove(next);
        patientUntil = System.nanoTime() + SETTLED.toNanos();
        counts.merge(next.name(), 1, Integer::sum);
        troubled.add(next.part());
        stage.begins(next.name());
        next.begin().andThen(() -> stage.agenda().later(pace.fault().any(random), () -> {
            next.end().run();
            troubled.remove(next.part());
            stage.ends(next.name());
        }));
        return true;
    }

    private boolean isWell() {
        return troubled.isEmpty() && stage.deliverable();
    }

    private void planTrouble(WatchedSink sink) {
        stage.agenda().later(pace.sinkWell().any(random), () -> {
            if (ending) {
                return;
            }
            Trouble trouble = TROUBLES.get(random.nextInt(TROUBLES.size()));
            sink.fallIll(trouble);
            stage.agenda().later(pace.sinkIll().any(random), () -> {
                sink.getWell();
                planTrouble(sink);
            });
        });
    }

    private void await(BooleanSupplier condition) {
        long end = System.nanoTime() + SETTLED.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the relay is not ready within " + SETTLED + ": " + stage.output());
            }
            LockSupport.parkNanos(SECOND.toNanos() / 10);
            stage.agenda().act();
            stage.look();
        }
    }

    /** How often each kind came. */
    Map<String, Integer> counts() {
        return counts;
    }

    /** How often the relay had no session three minutes after all outages were over. */
    int notWellAgain() {
        return notWellAgain + (isWell() ? 0 : 1);
    }

    /** The most that the relay's process took, in MiB. */
    long mostResident() {
        return mostResident;
    }

    @Override
    public String toString() {
        return "%d outages, %d events sent, %s, zeros %d of %d, restarts %d, RSS %d MiB, log lines %d, %s"
                .formatted(
                        counts.values().stream().mapToInt(Integer::intValue).sum(),
                        stage.sent(),
                        stage.door().refreshes(),
                        stage.widgets().zeros(),
                        stage.widgets().stats(),
                        stage.restarts(),
                        stage.residentMebibytes(),
                        stage.output().stream().mapToInt(List::size).sum(),
                        stage.sinks());
    }
}
