package dev.twitchrelay.eventsub;

import dev.twitchrelay.auth.Account;
import dev.twitchrelay.eventsub.SessionStatus.SubscriptionStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A session whose sockets, subscriptions and clock belong to the test. */
final class SessionFixture {
    static final String URL = "wss://eventsub.example/ws";
    static final List<String> SEVEN = List.of(
            "channel.raid",
            "stream.online",
            "stream.offline",
            "channel.follow",
            "channel.subscribe",
            "channel.subscription.gift",
            "channel.cheer");

    final ManualLoop loop = new ManualLoop();
    final List<ScriptedConnection> sockets = new ArrayList<>();
    final ScriptedSubscriptions subscriptions = new ScriptedSubscriptions();
    final List<EventSubMessage> received = new ArrayList<>();
    final Set<String> liveSessions = new HashSet<>();
    int ends;
    Supplier<CompletionStage<Account>> account = () ->
            CompletableFuture.completedFuture(new Account("7001", "lanternbay", "7001", "lanternbay", Set.of(), null));
    final EventSubSession session;

    SessionFixture() {
        this(String.join(",", SEVEN));
    }

    /** @param types as a route names them */
    SessionFixture(String types) {
        session = new EventSubSession(
                URL,
                TimeLimits.DEFAULTS,
                SubscriptionCatalog.shipped().parse(types),
                (url, listener) -> {
                    ScriptedConnection socket = new ScriptedConnection(url, listener);
                    sockets.add(socket);
                    return socket;
                },
                subscriptions,
                () -> account.get(),
                () -> account.get(),
                loop,
                new Random(1),
                new HashSet<>(),
                liveSessions,
                new SessionReceiver() {
                    @Override
                    public void began(EventSubMessage.Welcome welcome) {
                        received.add(welcome);
                    }

                    @Override
                    public void received(EventSubMessage message) {
                        received.add(message);
                    }

                    @Override
                    public void ended() {
                        ends++;
                    }
                });
    }

    /** A session that is live on its first socket. */
    static SessionFixture live() {
        SessionFixture fixture = new SessionFixture();
        fixture.session.start();
        fixture.socket().welcomes("S", 10);
        return fixture;
    }

    /** The newest socket. */
    ScriptedConnection socket() {
        return sockets.get(sockets.size() - 1);
    }

    String state() {
        return session.status().state();
    }

    SubscriptionStatus subscription(String type) {
        return session.status().subscriptions().stream()
                .filter(status -> status.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    /** Ids of the notifications and revocations that the route was given. */
    List<String> deliveredIds() {
        return received.stream()
                .filter(message -> !message.type().equals("session_welcome"))
                .map(EventSubMessage::id)
                .toList();
    }

    /** Lets the clock run, a second at a time, until another socket is opened. */
    Duration untilNextSocket(Duration atMost) {
        int before = sockets.size();
        Duration passed = Duration.ZERO;
        while (sockets.size() == before && passed.compareTo(atMost) < 0) {
            loop.advance(Duration.ofMillis(100));
            passed = passed.plusMillis(100);
        }
        return passed;
    }
}
