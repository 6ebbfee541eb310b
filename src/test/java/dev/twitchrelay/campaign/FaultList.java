package dev.twitchrelay.campaign;

import dev.twitchrelay.simulator.Faults.HandOver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** All faults that a campaign knows. Another kind is one more line here. */
final class FaultList {
    private FaultList() {}

    static List<Fault> all() {
        List<Fault> all = new ArrayList<>();
        all.addAll(handOvers());
        all.addAll(losses());
        all.addAll(oddMessages());
        all.addAll(requests());
        all.addAll(ownSide());
        return List.copyOf(all);
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
        for (int status : new int[] {429, 500, 503}) {
            requests.add(Fault.harmless("polls answer " + status, stage -> {
                stage.faults().fail("/helix/streams", status, "trouble", 1);
                stage.faults().fail("/helix/channels/followers", status, "trouble", 1);
            }));
        }
        for (int status : new int[] {500, 503}) {
            requests.add(Fault.breaking("subscriptions answer " + status, stage -> {
                stage.faults()
                        .failSubscriptions(
                                null, status, "trouble", stage.random().nextInt(1, 8));
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
        requests.add(Fault.harmless("polls hang", stage -> stage.faults().hang("/helix/streams", 1)));
        requests.add(Fault.harmless(
                "rate limit exhausted", stage -> stage.faults().exhaustRateLimit(Duration.ofMillis(500))));
        requests.add(Fault.harmless("the token expires", stage -> stage.signIn().expireAccessTokens()));
        requests.add(Fault.breaking("the token expires before a fresh session", stage -> {
            stage.signIn().expireAccessTokens();
            stage.faults().close(4002);
        }));
        requests.add(Fault.breaking("the token expires during a fresh session", stage -> {
            stage.faults().close(4002);
            stage.later(stage.millis(20, 400), () -> stage.signIn().expireAccessTokens());
        }));
        return requests;
    }

    private static List<Fault> ownSide() {
        return List.of(
                Fault.harmless("a route is edited", Stage::editRoute),
                Fault.harmless("a route is spoilt and repaired", Stage::spoilRoute),
                Fault.harmless("the disk is full", Stage::fillDisk),
                Fault.harmless("clients break off and resume", stage -> stage.breakOffClients(10)),
                Fault.harmless("all clients break off at once", stage -> stage.breakOffClients(Integer.MAX_VALUE)),
                Fault.harmless("a client never reads", Stage::addSilentClient));
    }
}
