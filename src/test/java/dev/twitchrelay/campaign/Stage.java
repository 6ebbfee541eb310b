package dev.twitchrelay.campaign;

import dev.twitchrelay.simulator.Faults;
import dev.twitchrelay.simulator.ProtocolTime;
import dev.twitchrelay.simulator.SignIn;
import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.FolderCopy;
import dev.twitchrelay.support.RawHttp;
import dev.twitchrelay.support.StreamFollower;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The whole relay between a simulated Twitch and clients, and everything that faults may do to them. Used by one thread.
 */
final class Stage implements AutoCloseable {
    static final String[] TYPES = {"channel.raid", "channel.cheer", "channel.follow"};

    /** Options of the eventsub route: it tries again sooner than a person would want. */
    static final String IMPATIENT_SESSION = "        reconnectDelay: 50ms\n        reconnectMaxDelay: 400ms\n"
            + "        welcomeTimeout: 2s\n        handoverTimeout: 3s\n";

    private static final int OLD_IDS = 200;

    private final Random random;
    private final int sessions;
    private final SimulatorOptions options;
    private final TwitchSimulator twitch;
    private final WebhookPeer webhook = new WebhookPeer();
    private final JumpingClock clock = new JumpingClock();
    private final RelayUnderTest relay;
    private final Path routes;
    private final List<StreamFollower> clients = new ArrayList<>();
    private final List<Socket> silentClients = new ArrayList<>();
    private final Agenda agenda = new Agenda();
    private final List<String> ids = new ArrayList<>();
    private String latestFollow;
    private long silentUntil;
    private int edits;

    /**
     * A relay in this process.
     *
     * @param sessions with Twitch
     */
    static Stage inProcess(Random random, int sessions, Path folder) throws IOException {
        return new Stage(random, sessions, folder, false);
    }

    /** As {@link #inProcess}, but the relay is a process of its own, and may be killed. */
    static Stage asProcess(Random random, int sessions, Path folder) throws IOException {
        return new Stage(random, sessions, folder, true);
    }

    private Stage(Random random, int sessions, Path folder, boolean asProcess) throws IOException {
        this.random = random;
        this.sessions = sessions;
        // quick, but with patience for a machine that has other things to do: its pauses are not what is tested here
        options = SimulatorOptions.fast()
                .withAnnouncedKeepaliveSeconds(2)
                .withRateLimit(100_000)
                .with(ProtocolTime.PONG_TIMEOUT, Duration.ofSeconds(10))
                .with(ProtocolTime.RECONNECT_GRACE, Duration.ofSeconds(10))
                .with(ProtocolTime.SUBSCRIPTION_WINDOW, Duration.ofSeconds(5));
        twitch = TwitchSimulator.start(options);
        routes = folder.resolve("routes");
        copyRoutes();
        Map<String, String> settings = Map.ofEntries(
                Map.entry("twitch.client-id", options.clientId()),
                Map.entry("twitch.access-token", options.accessToken()),
                Map.entry("twitch.refresh-token", options.refreshToken()),
                Map.entry("twitch.eventsub.sessions", String.valueOf(sessions)),
                Map.entry("twitch.eventsub.url", address(twitch.eventSubUrl())),
                Map.entry("twitch.api.url", address(twitch.apiUrl())),
                Map.entry("twitch.auth.url", address(twitch.authUrl())),
                Map.entry("twitch.poll-interval", "2s"),
                Map.entry("relay.routes", routes.toString()),
                Map.entry("relay.data", folder.resolve("data").toString()),
                Map.entry("sinks.webhook.url", webhook.url()),
                Map.entry("outbox.first-retry", "100ms"),
                Map.entry("outbox.longest-retry", "400ms"),
                // ten seconds of this load
                Map.entry("sse.history", "2000"),
                Map.entry("sse.slow-client-timeout", "3s"),
                Map.entry("sse.max-clients-per-address", "0"));
        relay = asProcess ? new RelayUnderTest.Packaged(settings) : new RelayUnderTest.InProcess(settings, clock);
    }

    private static String address(URI uri) {
        return uri.toString();
    }

    /** The shipped routes, with a session that tries again sooner than a person would want, and one sink. */
    private void copyRoutes() throws IOException {
        FolderCopy.of(Path.of("routes"), routes);
        replace(routes, "eventsub.camel.yaml", "      parameters:\n", "      parameters:\n" + IMPATIENT_SESSION);
        // a third of the load is enough for one that is told one by one
        replace(
                routes,
                "sinks/webhook.camel.yaml",
                "        needs: sinks.webhook.url\n",
                "        needs: sinks.webhook.url\n        events: " + TYPES[0] + "\n");
    }

    /** Another text in one of the route files. */
    static void replace(Path routes, String name, String text, String replacement) throws IOException {
        Path file = routes.resolve(name);
        String before = Files.readString(file);
        if (!before.contains(text)) {
            throw new IllegalStateException(name + " has no line " + text);
        }
        Files.writeString(file, before.replace(text, replacement));
    }

    Random random() {
        return random;
    }

    Faults faults() {
        return twitch.faults();
    }

    SignIn signIn() {
        return twitch.signIn();
    }

    TwitchSimulator twitch() {
        return twitch;
    }

    List<StreamFollower> clients() {
        return clients;
    }

    WebhookPeer webhook() {
        return webhook;
    }

    /** What the relay takes for this computer's clock; only of a relay in this process. */
    JumpingClock clock() {
        return clock;
    }

    int sessions() {
        return sessions;
    }

    /** Whether the event of this number is for the sink, too. */
    static boolean isForSink(int number) {
        return number % TYPES.length == 0;
    }

    /** Whether every session of the relay, and no other, would get the events. */
    boolean isDeliverable() {
        Map<String, Integer> subscriptions = twitch.seen().subscriptions();
        return Stream.of(TYPES).allMatch(type -> subscriptions.getOrDefault(type, 0) == sessions);
    }

    /** One session ends while another lives. */
    void endOneSession(Consumer<Faults.OfSession> end) {
        if (isDeliverable()) {
            end.accept(twitch.faults().session(random.nextInt(sessions)));
        } else {
            later(Duration.ofMillis(50), () -> endOneSession(end));
        }
    }

    /** How many clients the relay has cut off. */
    long cut() {
        return relay.cut();
    }

    String status() {
        return relay.status().path("eventsub").toString();
    }

    void addClients(int number) {
        for (int i = 0; i < number; i++) {
            clients.add(StreamFollower.start(relay.port(), i % 2 == 0 ? "?types=event" : ""));
        }
    }

    /** A random time of so many milliseconds. */
    Duration millis(int from, int to) {
        return Duration.ofMillis(random.nextInt(from, to));
    }

    /** Does something in a while. */
    void later(Duration delay, Runnable action) {
        agenda.later(delay, action);
    }

    /** Does what is due. */
    void act() {
        agenda.act();
    }

    boolean hasPlans() {
        return agenda.hasPlans();
    }

    /** Nothing is sent for a while. */
    void silence(Duration time) {
        silentUntil = System.nanoTime() + time.toNanos();
    }

    boolean isSilent() {
        return System.nanoTime() < silentUntil;
    }

    /** Sends the event of this number. */
    void send(int number) {
        String type = TYPES[number % TYPES.length];
        String event = "{\"n\":\"" + number + "\"}";
        if (type.equals("channel.follow")) {
            event = "{\"n\":\"" + number + "\",\"user_id\":\"" + number + "\",\"followed_at\":\"" + Instant.now()
                    + "\"}";
            latestFollow = event;
        }
        ids.add(twitch.notifyJson(type, event));
        if (ids.size() > OLD_IDS) {
            ids.remove(0);
        }
    }

    void redeliver() {
        if (ids.isEmpty()) {
            return;
        }
        try {
            twitch.faults().redeliver(ids.get(random.nextInt(ids.size())));
        } catch (IllegalArgumentException itsSessionIsOver) {
            // nothing to repeat then
            return;
        }
    }

    void followAgain() {
        if (latestFollow != null) {
            twitch.notifyJson("channel.follow", latestFollow);
        }
    }

    private void write(String name, String text) {
        try {
            Path fresh = routes.resolve(name + ".new");
            Files.writeString(fresh, text);
            Files.move(fresh, routes.resolve(name), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Another normalizer, as an integrator saves one. */
    void editRoute() throws IOException {
        edits++;
        write(
                "normalizer.camel.yaml",
                Files.readString(Path.of("routes/normalizer.camel.yaml"))
                        .replace("data: .payload.event}", "data: .payload.event, edit: " + edits + "}"));
    }

    /** Another event type, as an integrator adds and removes one. */
    void editTypes() throws IOException {
        String name = "eventsub.camel.yaml";
        String text = Files.readString(routes.resolve(name));
        String without = text.replace(",\n          channel.update", "");
        write(
                name,
                text.equals(without)
                        ? text.replace("stream.offline", "stream.offline,\n          channel.update")
                        : without);
    }

    void spoilRoute() throws IOException {
        String name = random.nextBoolean() ? "publish.camel.yaml" : "normalizer.camel.yaml";
        String text = Files.readString(routes.resolve(name));
        write(name, text.replace("uri: direct:", "uri: dirct:"));
        later(Duration.ofSeconds(2), () -> write(name, text));
    }

    void fillDisk() {
        relay.diskIsFull(true);
        later(millis(500, 2_000), () -> relay.diskIsFull(false));
    }

    /** As by {@code kill -9}; it is started again at once. */
    void kill() {
        relay.kill();
        later(Duration.ZERO, this::startAgain);
    }

    /** As by {@code kill}; it is started again when it has ended. */
    void terminate() {
        relay.terminate();
        later(Duration.ofMillis(50), this::startAgain);
    }

    private void startAgain() {
        if (relay.hasEnded()) {
            relay.startAgain();
        } else {
            later(Duration.ofMillis(50), this::startAgain);
        }
    }

    void breakOffClients(int most) {
        List<StreamFollower> some = new ArrayList<>(clients);
        Collections.shuffle(some, random);
        some.stream().limit(most).forEach(StreamFollower::breakOff);
    }

    void addSilentClient() throws IOException {
        Socket socket = RawHttp.connect(relay.port(), 4096);
        RawHttp.send(socket, "GET /api/twitch/stream HTTP/1.1\r\nHost: x\r\n\r\n");
        silentClients.add(socket);
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : silentClients) {
            RawHttp.reset(socket);
        }
        clients.forEach(StreamFollower::breakOff);
        clients.forEach(StreamFollower::close);
        relay.close();
        webhook.close();
        twitch.close();
    }
}
