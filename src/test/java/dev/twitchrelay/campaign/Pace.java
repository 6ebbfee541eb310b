package dev.twitchrelay.campaign;

import dev.twitchrelay.simulator.ProtocolTime;
import dev.twitchrelay.simulator.SimulatorOptions;
import java.time.Duration;
import java.util.Random;

/**
 * How fast a run with outages is.
 *
 * @param tokenLife how long an access token lives, so that it really ends now and then
 * @param between faults
 * @param fault how long one lasts
 * @param sinkWell how long a sink's peer is well
 * @param sinkIll and how long it is not
 * @param logTime in which so much happens that a person would read 200 lines of log about it
 */
record Pace(
        boolean impatient,
        int eventsPerSecond,
        Duration poll,
        Duration tokenLife,
        Range between,
        Range fault,
        Range sinkWell,
        Range sinkIll,
        Duration logTime) {

    /** Milliseconds. */
    record Range(int from, int to) {
        static Range seconds(int from, int to) {
            return new Range(from * 1_000, to * 1_000);
        }

        Duration any(Random random) {
            return Duration.ofMillis(random.nextInt(from, to));
        }
    }

    /** Each fault comes within half a minute. */
    static Pace quick() {
        return new Pace(
                true,
                10,
                Duration.ofSeconds(1),
                Duration.ofSeconds(20),
                new Range(300, 1_500),
                new Range(2_000, 4_000),
                new Range(2_000, 5_000),
                new Range(500, 2_000),
                Duration.ofMinutes(1));
    }

    /** As on a bad day: each fault comes some four times in two hours. */
    static Pace calm() {
        return new Pace(
                false,
                2,
                Duration.ofSeconds(10),
                Duration.ofMinutes(4),
                Range.seconds(90, 270),
                Range.seconds(20, 90),
                Range.seconds(600, 1_800),
                Range.seconds(10, 60),
                Duration.ofHours(2));
    }

    /** Twitch at this pace. */
    SimulatorOptions twitch() {
        SimulatorOptions options = impatient
                ? SimulatorOptions.fast()
                        .withAnnouncedKeepaliveSeconds(2)
                        .with(ProtocolTime.PONG_TIMEOUT, Duration.ofSeconds(10))
                        .with(ProtocolTime.SUBSCRIPTION_WINDOW, Duration.ofSeconds(5))
                : SimulatorOptions.defaults();
        return options.withRateLimit(100_000).with(ProtocolTime.TOKEN_LIFE, tokenLife);
    }
}
