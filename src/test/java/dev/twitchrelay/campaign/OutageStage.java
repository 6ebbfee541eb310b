package dev.twitchrelay.campaign;

import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.FolderCopy;
import dev.twitchrelay.support.StreamFollower;
import dev.twitchrelay.support.Tally;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A relay that is a process of its own, between a simulated Twitch, whose Helix and OAuth stand behind a door, and widgets and
 * three sinks. Twitch's channel is live all the time, and none of its numbers is 0. Used by one thread.
 */
final class OutageStage implements AutoCloseable {
    private static final int WIDGETS = 20;
    private static final int VIEWERS = 321;
    private static final int FOLLOWERS = 1234;
    private static final int SUBSCRIBERS = 57;
    private static final Duration STABLE = Duration.ofMillis(200);
    private static final Pattern NAME = Pattern.compile("\\bn(\\d+)\\b");

    private final TwitchSimulator twitch;
    private final TwitchDoor door;
    private final List<WatchedSink> sinks;
    private final RelayUnderTest.Packaged relay;
    private final Widgets widgets;
    private final Agenda agenda = new Agenda();
    private final Set<String> situation = new TreeSet<>();
    private final BitSet required = new BitSet();
    /** What a killed process had just published, and may not have kept for its sinks. */
    private final BitSet atAnEnd = new BitSet();

    private long[] sentAt = new long[1024];
    private int sent;
    private long upSince = System.nanoTime();
    private int restarts;
    private int welcomesBefore;
    private long deliverableSince = Long.MAX_VALUE;
    private long withoutSession = System.nanoTime();
    private Duration longestGap = Duration.ZERO;

    OutageStage(Pace pace, Path folder) throws IOException {
        twitch = TwitchSimulator.start(pace.twitch());
        twitch.channel().goOnline();
        twitch.channel().viewers(VIEWERS);
        twitch.channel().followers(FOLLOWERS);
        twitch.channel().subs(SUBSCRIBERS);
        door = new TwitchDoor(URI.create("http://" + twitch.apiUrl().getAuthority()), pace.tokenLife());
        sinks = List.of(
                new WatchedSink("webhook", Pattern.compile("\"n\":\"(\\d+)\"")),
                new WatchedSink("discord", NAME),
                new WatchedSink("slack", NAME));
        Path routes = folder.resolve("routes");
        FolderCopy.of(Path.of("routes"), routes);
        if (pace.impatient()) {
            Stage.replace(
                    routes,
                    "eventsub.camel.yaml",
                    "      parameters:\n",
                    "      parameters:\n" + Stage.IMPATIENT_SESSION);
            Stage.replace(routes, "sinks/slack.camel.yaml", "foldWindow: 30s", "foldWindow: 1s");
        }
        relay = new RelayUnderTest.Packaged(settings(pace, folder, routes));
        widgets = new Widgets(this::situation);
    }

    private Map<String, String> settings(Pace pace, Path folder, Path routes) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "twitch.client-id", twitch.options().clientId(),
                "twitch.access-token", twitch.options().accessToken(),
                "twitch.refresh-token", twitch.options().refreshToken(),
                "twitch.eventsub.url", twitch.eventSubUrl().toString(),
                // EventSub is well when Helix is not
                "twitch.eventsub.subscriptions-url", twitch.subscriptionsUrl().toString(),
                "twitch.api.url", door.url("/helix"),
                "twitch.auth.url", door.url("/oauth2"),
                "twitch.poll-interval", pace.poll().toSeconds() + "s",
                "relay.routes", routes.toString(),
                "relay.data", folder.resolve("data").toString()));
        settings.putAll(Map.of(
                "sinks.webhook.url",
                sinks.get(0).url(),
                "sinks.discord.webhook-url",
                sinks.get(1).url(),
                "sinks.slack.webhook-url",
                sinks.get(2).url(),
                "outbox.first-retry",
                pace.impatient() ? "100ms" : "1s",
                "outbox.longest-retry",
                pace.impatient() ? "400ms" : "20s",
                "sse.history",
                "2000",
                "sse.max-clients-per-address",
                "0"));
        return settings;
    }

    TwitchSimulator twitch() {
        return twitch;
    }

    TwitchDoor door() {
        return door;
    }

    List<WatchedSink> sinks() {
        return sinks;
    }

    Widgets widgets() {
        return widgets;
    }

    Agenda agenda() {
        return agenda;
    }

    /** What goes wrong now, or went wrong last: names, for people. */
    String situation() {
        synchronized (situation) {
            return situation.isEmpty() ? "all is well" : String.join(" + ", situation);
        }
    }

    void begins(String fault) {
        synchronized (situation) {
            situation.add(fault);
        }
    }

    void ends(String fault) {
        synchronized (situation) {
            situation.remove(fault);
        }
    }

    /** Whether the relay knows Twitch's numbers; only of a first start, before there are widgets. */
    boolean knowsTotals() {
        return relay.stats().path("data").path("followers").asInt() == FOLLOWERS
                && relay.stats().path("data").path("subs").asInt() == SUBSCRIBERS;
    }

    void addWidgets() {
        widgets.add(WIDGETS, relay::port);
    }

    /** Sends the next event. */
    void send() {
        if (sent == sentAt.length) {
            sentAt = java.util.Arrays.copyOf(sentAt, 2 * sent);
        }
        if (deliverable()) {
            required.set(sent);
        }
        sentAt[sent] = System.nanoTime();
        String person = "n" + sent;
        String event = "{\"n\":\"" + sent + "\",\"user_id\":\"" + sent + "\",\"user_login\":\"" + person
                + "\",\"user_name\":\"" + person + "\",\"from_broadcaster_user_name\":\"" + person
                + "\",\"viewers\":5,\"bits\":100,\"message\":\"hi\",\"followed_at\":\"" + Instant.now() + "\"}";
        twitch.notifyJson(Stage.TYPES[sent % Stage.TYPES.length], event);
        sent++;
    }

    /** Whether what Twitch sends now has to arrive. */
    boolean deliverable() {
        return deliverableSince != Long.MAX_VALUE && System.nanoTime() - deliverableSince > STABLE.toNanos();
    }

    /** The session is lost; what is sent until there is another may be, too. */
    void sessionIsLost() {
        welcomesBefore = twitch.seen().welcomes();
        deliverableSince = Long.MAX_VALUE;
    }

    /** Has a look at everything; often. */
    void look() {
        boolean subscribed = twitch.seen().welcomes() > welcomesBefore && isSubscribed();
        long now = System.nanoTime();
        if (subscribed) {
            deliverableSince = Math.min(deliverableSince, now);
            withoutSession = now;
        } else {
            deliverableSince = Long.MAX_VALUE;
            if (upSince == Long.MAX_VALUE) {
                withoutSession = now;
            }
            Duration gap = Duration.ofNanos(now - withoutSession);
            longestGap = gap.compareTo(longestGap) > 0 ? gap : longestGap;
        }
    }

    private boolean isSubscribed() {
        Map<String, Integer> subscriptions = twitch.seen().subscriptions();
        return List.of(Stage.TYPES).stream().allMatch(type -> subscriptions.getOrDefault(type, 0) == 1);
    }

    /** Compares what sinks were told with what widgets have seen; now and then. */
    void lookAtSinks() {
        BitSet expected = widgets.published();
        expected.andNot(atAnEnd);
        sinks.forEach(sink -> sink.look(expected, number -> sentAt[number], upSince));
    }

    /** Ends the process and starts it again; {@link #isUp} tells when that is done. */
    void restart(boolean kill) {
        restarts++;
        sessionIsLost();
        upSince = Long.MAX_VALUE;
        int latest = widgets.published().length() - 1;
        required.clear(latest + 1, Math.max(latest + 1, sent));
        atAnEnd.set(Math.max(0, latest - 1), sent);
        if (kill) {
            relay.kill();
        } else {
            relay.terminate();
        }
        agenda.later(Duration.ZERO, this::startAgain);
    }

    private void startAgain() {
        if (relay.hasEnded()) {
            relay.startAgain();
            agenda.later(Duration.ofMillis(500), this::awaitUp);
        } else {
            agenda.later(Duration.ofMillis(50), this::startAgain);
        }
    }

    private void awaitUp() {
        if (relay.status().isMissingNode()) {
            agenda.later(Duration.ofMillis(200), this::awaitUp);
        } else {
            upSince = System.nanoTime();
        }
    }

    boolean isUp() {
        return upSince != Long.MAX_VALUE;
    }

    int sent() {
        return sent;
    }

    int restarts() {
        return restarts;
    }

    int required() {
        return required.cardinality();
    }

    /** The longest time in which the relay ran and had no session with all its subscriptions. */
    Duration longestGap() {
        return longestGap;
    }

    /** What all widgets together lost, got again and got too late. */
    Tally tally() {
        BitSet expected = (BitSet) required.clone();
        expected.or(widgets.published());
        Tally tally = Tally.NONE;
        for (StreamFollower widget : widgets.all()) {
            tally = tally.plus(Tally.of(expected, widget.numbers()));
        }
        return tally;
    }

    /** Whether every widget and every sink has the newest event. */
    boolean haveAll() {
        lookAtSinks();
        return widgets.all().stream().allMatch(widget -> widget.latest() == sent - 1)
                && sinks.stream().allMatch(sink -> sink.missing() == 0);
    }

    /** What each process has printed. */
    List<List<String>> output() {
        return relay.output();
    }

    /** Resident memory of the process, in MiB; 0 when it is not there. */
    long residentMebibytes() {
        try {
            return Files.readAllLines(Path.of("/proc/" + relay.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) >> 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException gone) {
            return 0;
        }
    }

    @Override
    public void close() throws IOException {
        widgets.close();
        relay.close();
        for (WatchedSink sink : sinks) {
            sink.close();
        }
        door.close();
        twitch.close();
    }
}
