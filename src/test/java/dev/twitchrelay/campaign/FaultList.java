package dev.twitchrelay.campaign;

import dev.twitchrelay.campaign.WebhookPeer.Trouble;
import dev.twitchrelay.simulator.Faults;
import dev.twitchrelay.simulator.Faults.HandOver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** All faults that a campaign knows. Another kind is one more line here. */
final class FaultList {
    private FaultList() {}

    /** What the relay can be exposed to in any form. */
    private static List<Fault> common() {
        List<Fault> all = new ArrayList<>();
        add(all, "hand-overs", handOvers());
        add(all, "lost sessions", losses());
        add(all, "odd messages", oddMessages());
        add(all, "failed requests", requests());
        add(all, "expired tokens", tokens());
        add(all, "sink outages", sinks());
        add(all, "route edits", routes());
        add(all, "clients that leave", clients());
        return all;
    }

    /** For a relay that has several sessions with Twitch. */
    static List<Fault> withSeveralSessions(List<Fault> faults) {
        List<Fault> all = new ArrayList<>(faults);
        add(
                all,
                "one of several sessions",
                List.of(
                        Fault.harmless("one session is reset", stage -> stage.endOneSession(Faults.OfSession::drop)),
                        Fault.harmless(
                                "one session is closed",
                                stage -> stage.endOneSession(session ->
                                        session.close(4000 + stage.random().nextInt(8))))));
        return List.copyOf(all);
    }

    /** For a relay in this process. */
    static List<Fault> inProcess() {
        List<Fault> all = common();
        add(all, "clock jumps", clocks());
        add(all, "full disk", List.of(Fault.harmless("the disk is full", Stage::fillDisk)));
        return List.copyOf(all);
    }

    /** For a relay that is a process of its own. */
    static List<Fault> asProcess() {
        List<Fault> all = common();
        // often, compared with each of the others
        for (int i = 1; i <= 3; i++) {
            add(
                    all,
                    "kills",
                    List.of(Fault.ending("SIGKILL " + i, Stage::kill), Fault.ending("SIGTERM " + i, Stage::terminate)));
        }
        return List.copyOf(all);
    }

    /** At most so many of each family. */
    static List<Fault> few(List<Fault> faults, int most, Random random) {
        List<Fault> shuffled = new ArrayList<>(faults);
        Collections.shuffle(shuffled, random);
        Map<String, Integer> families = new HashMap<>();
        return shuffled.stream()
                .filter(fault -> families.merge(fault.family(), 1, Integer::sum) <= most)
                .toList();
    }

    private static void add(List<Fault> all, String group, List<Fault> faults) {
        faults.forEach(fault -> all.add(fault.in(group)));
    }

    private static List<Fault> handOvers() {
        return List.of(
                Fault.harmless("session_reconnect", stage -> stage.faults().reconnect()),
                Fault.harmless("session_reconnect, welcome late", stage -> {
                    stage.faults().withholdWelcomes();
                    stage.faults().reconnect();
                    stage.later(stage.millis(100, 700), () -> stage.faults().releaseWelcomes());
                }),
                Fault.harmless("session_reconnect during a hand-over", stage -> {
                    stage.faults().withholdWelcomes();
                    stage.faults().reconnect();
                    stage.later(stage.millis(20, 200), () -> stage.faults().reconnect());
                    stage.later(stage.millis(300, 700), () -> stage.faults().releaseWelcomes());
                }),
                handOverThat("is refused", HandOver.REFUSED),
                handOverThat("drops", HandOver.DROPPED),
                handOverThat("is invalid (4007)", HandOver.INVALID),
                handOverThat("brings no welcome", HandOver.NO_WELCOME));
    }

    private static Fault handOverThat(String what, HandOver outcome) {
        return Fault.breaking("session_reconnect whose URL " + what, stage -> {
            stage.faults().handOver(outcome);
            stage.faults().reconnect();
            stage.later(Duration.ofSeconds(4), () -> stage.faults().handOver(HandOver.WORKS));
        });
    }

    private static List<Fault> losses() {
        List<Fault> losses = new ArrayList<>(IntStream.rangeClosed(4000, 4007)
                .mapToObj(code ->
                        Fault.breaking("close " + code, stage -> stage.faults().close(code)))
                .toList());
        losses.add(Fault.breaking("close 1000", stage -> stage.faults().close(1000)));
        losses.add(Fault.breaking(
                "TCP ends without a close frame", stage -> stage.faults().drop()));
        losses.add(Fault.breaking("half-open silence", stage -> stage.faults().halfOpen()));
        losses.add(Fault.breaking("keepalives stop", stage -> {
            stage.faults().keepalives(false);
            stage.silence(Duration.ofMillis(4_500));
            stage.later(Duration.ofMillis(4_500), () -> stage.faults().keepalives(true));
        }));
        losses.add(Fault.breaking("oversized frame", stage -> stage.faults().sendOversized(8 << 20)));
        losses.add(Fault.breaking("close, and no welcome for a while", stage -> {
            stage.faults().withholdWelcomes();
            stage.faults().close(4000);
            stage.later(stage.millis(500, 2_500), () -> stage.faults().releaseWelcomes());
        }));
        return losses;
    }

    private static List<Fault> oddMessages() {
        return List.of(
                Fault.harmless("fragmented frames", stage -> {
                    stage.faults().fragments(stage.random().nextInt(2, 9));
                    stage.later(stage.millis(300, 900), () -> stage.faults().fragments(1));
                }),
                Fault.harmless("duplicates with the same id", stage -> {
                    stage.faults().duplicate(stage.random().nextInt(1, 4));
                    stage.later(stage.millis(300, 900), () -> stage.faults().duplicate(0));
                }),
                Fault.harmless("an old message again", Stage::redeliver),
                Fault.harmless("the same follow under another id", Stage::followAgain),
                Fault.harmless("timestamps of an hour ago", stage -> {
                    stage.faults().ageBy(Duration.ofHours(1));
                    stage.later(stage.millis(300, 900), () -> stage.faults().ageBy(Duration.ZERO));
                }),
                Fault.harmless("Twitch's clock jumps ahead", stage -> skew(stage, Duration.ofHours(2))),
                Fault.harmless("Twitch's clock jumps back", stage -> skew(stage, Duration.ofHours(-2))),
                Fault.harmless("unknown members", stage -> {
                    stage.faults().unknownFields(true);
                    stage.later(stage.millis(300, 900), () -> stage.faults().unknownFields(false));
                }),
                Fault.harmless("unknown message type", stage -> stage.faults().sendUnknownMessageType()),
                Fault.harmless("invalid JSON", stage -> stage.faults().sendInvalidJson()),
                Fault.harmless("binary frame", stage -> stage.faults().sendBinary(new byte[] {0, 1, 2})),
                Fault.harmless("null and wrong types where strings are expected", stage -> {
                    for (String text : OddMessages.ALL) {
                        stage.faults().sendText(text);
                    }
                }));
    }

    private static void skew(Stage stage, Duration skew) {
        stage.faults().skewClockBy(skew);
        stage.later(stage.millis(300, 900), () -> stage.faults().skewClockBy(Duration.ZERO));
    }

    private static List<Fault> requests() {
        String subscriptions = "/helix/eventsub/subscriptions";
        List<Fault> requests = new ArrayList<>();
        for (int status : new int[] {401, 403, 409, 429, 500, 503}) {
            requests.add(Fault.harmless("polls answer " + status, stage -> {
                stage.faults().fail("/helix/streams", status, "trouble", 1);
                stage.faults().fail("/helix/channels/followers", status, "trouble", 1);
            }));
        }
        for (int status : new int[] {401, 500, 503}) {
            requests.add(Fault.breaking("subscriptions answer " + status, stage -> {
                stage.faults()
                        .failSubscriptions(
                                null,
                                status,
                                "Invalid OAuth token",
                                stage.random().nextInt(1, 8));
                stage.faults().close(4000);
            }));
        }
        // these are not tried again soon, so the load is spared them
        for (int status : new int[] {403, 409, 429}) {
            requests.add(Fault.breaking("one subscription answers " + status, stage -> {
                stage.faults().failSubscriptions("stream.online", status, "trouble", 1);
                stage.faults().close(4006);
            }));
        }
        requests.add(Fault.breaking("subscriptions answer slowly", stage -> {
            stage.faults().slowDown(subscriptions, Duration.ofMillis(300), 7);
            stage.faults().close(4005);
        }));
        requests.add(Fault.breaking("subscriptions: the answer is lost", stage -> {
            stage.faults().loseAnswers(subscriptions, 2);
            stage.faults().drop();
        }));
        requests.add(Fault.breaking("subscriptions: one hangs", stage -> {
            stage.faults().hang(subscriptions, 1);
            stage.faults().close(4004);
        }));
        requests.add(Fault.harmless("polls hang", stage -> stage.faults().hang("/helix/streams", 1)));
        requests.add(Fault.harmless(
                "rate limit exhausted", stage -> stage.faults().exhaustRateLimit(Duration.ofMillis(500))));
        return requests;
    }

    /** The token ends at every step of a session's life. */
    private static List<Fault> tokens() {
        return List.of(
                Fault.harmless("the token expires", stage -> stage.signIn().expireAccessTokens()),
                Fault.harmless("the token expires during a hand-over", stage -> {
                    stage.faults().withholdWelcomes();
                    stage.faults().reconnect();
                    stage.signIn().expireAccessTokens();
                    stage.later(stage.millis(100, 500), () -> stage.faults().releaseWelcomes());
                }),
                Fault.harmless("tokens expire after a few requests each", stage -> {
                    stage.signIn().limitUses(stage.random().nextInt(1, 4));
                    stage.later(stage.millis(1_000, 2_500), () -> stage.signIn().limitUses(0));
                }),
                Fault.harmless("the token expires and refreshing fails", stage -> {
                    stage.faults().fail("/oauth2/token", 503, "trouble", 1);
                    stage.signIn().expireAccessTokens();
                }),
                Fault.harmless("the token expires and refreshing is slow", stage -> {
                    stage.faults().slowDown("/oauth2/token", Duration.ofMillis(700), 1);
                    stage.signIn().expireAccessTokens();
                }),
                Fault.breaking("the token expires before a fresh session", stage -> {
                    stage.signIn().expireAccessTokens();
                    stage.faults().close(4002);
                }),
                Fault.breaking("the token expires during a fresh session", stage -> {
                    stage.faults().close(4002);
                    stage.later(stage.millis(20, 400), () -> stage.signIn().expireAccessTokens());
                }),
                Fault.breaking("tokens expire at each step of a fresh session", stage -> {
                    stage.signIn().limitUses(1);
                    stage.faults().close(4002);
                    stage.later(stage.millis(500, 1_500), () -> stage.signIn().limitUses(0));
                }),
                Fault.breaking("no token can be had for a fresh session at first", stage -> {
                    stage.faults().fail("/oauth2/token", 503, "trouble", 1);
                    stage.signIn().expireAccessTokens();
                    stage.faults().close(4002);
                }));
    }

    private static List<Fault> sinks() {
        return List.of(
                sink("answers 429", Trouble.LIMITED),
                sink("answers 503", Trouble.BROKEN),
                sink("resets connections", Trouble.RESET),
                sink("takes messages and resets", Trouble.ANSWER_LOST),
                sink("hangs", Trouble.HANGS));
    }

    private static Fault sink(String what, Trouble trouble) {
        return Fault.harmless("a sink's peer " + what, stage -> {
            stage.webhook().trouble(trouble);
            stage.later(stage.millis(300, 1_500), () -> stage.webhook().trouble(Trouble.NONE));
        });
    }

    private static List<Fault> clocks() {
        return List.of(
                clock("ahead by minutes", 1, 60),
                clock("ahead by hours", 60, 600),
                clock("back by minutes", -60, -1),
                clock("back by hours", -600, -60));
    }

    private static Fault clock(String where, int fromMinutes, int toMinutes) {
        return Fault.harmless("our clock jumps " + where, stage -> {
            stage.clock().set(Duration.ofMinutes(stage.random().nextInt(fromMinutes, toMinutes)));
            stage.later(stage.millis(300, 1_500), () -> stage.clock().set(Duration.ZERO));
        });
    }

    private static List<Fault> routes() {
        return List.of(
                Fault.harmless("a route is edited", Stage::editRoute),
                Fault.harmless("the event types are edited", Stage::editTypes),
                Fault.harmless("a route is spoilt and repaired", Stage::spoilRoute));
    }

    private static List<Fault> clients() {
        return List.of(
                Fault.harmless("clients break off and resume", stage -> stage.breakOffClients(10)),
                Fault.harmless("all clients break off at once", stage -> stage.breakOffClients(Integer.MAX_VALUE)),
                Fault.harmless("a client never reads", Stage::addSilentClient));
    }
}
