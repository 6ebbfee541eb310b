package dev.twitchrelay.eventsub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.auth.Account;
import dev.twitchrelay.eventsub.EventSubMessage.Notification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The sessions of one run of a relay with a {@link VirtualTwitch}. After its end nothing of it happens any more. */
final class VirtualRelay implements SessionLoop {
    private final ManualLoop loop;
    private final Random random;
    private final VirtualTwitch twitch;
    private final EventSubSessions sessions;
    private final SessionGroup group;
    private boolean isOver;

    /**
     * @param published the notifications that earlier runs have published
     * @param receiver gets each message of the merged stream
     */
    VirtualRelay(
            ManualLoop loop,
            Random random,
            VirtualTwitch twitch,
            List<Notification> published,
            Consumer<EventSubMessage> receiver) {
        this.loop = loop;
        this.random = random;
        this.twitch = twitch;
        sessions =
                new EventSubSessions(published.stream().map(EventSubMessage::id).toList());
        published.forEach(
                each -> sessions.published(each.subscriptionType(), event(each), each.metadata("message_timestamp")));
        group = new SessionGroup(sessions, this, receiver);
    }

    static JsonNode event(EventSubMessage message) {
        return message.json().path("payload").path("event");
    }

    /** Its route begins, or is edited. */
    VirtualRelay use(String types, int number) {
        List<SubscriptionSpec> specs = SubscriptionCatalog.shipped().parse(types);
        execute(() -> group.use(new SessionGroup.Opener() {
            @Override
            public int sessions() {
                return number;
            }

            @Override
            public EventSubSession open(Set<String> seen, SessionReceiver receiver) {
                return new EventSubSession(
                        VirtualTwitch.URL,
                        TimeLimits.DEFAULTS,
                        specs,
                        twitch.connector(VirtualRelay.this),
                        twitch.subscriptions(),
                        VirtualRelay::account,
                        VirtualRelay::account,
                        VirtualRelay.this,
                        random,
                        seen,
                        sessions.live(),
                        receiver);
            }

            @Override
            public void close() {
                // the connections belong to Twitch's side of the test
            }
        }));
        return this;
    }

    private static CompletionStage<Account> account() {
        return CompletableFuture.completedFuture(
                new Account("7001", "lanternbay", "7001", "lanternbay", Set.of(), null));
    }

    /** It ends as after {@code SIGTERM}. */
    void stop() {
        execute(group::stop);
        loop.schedule(Duration.ofMillis(1), this::kill);
    }

    /** It ends as after {@code kill -9}. */
    void kill() {
        isOver = true;
        twitch.left(this);
    }

    List<SessionStatus> statuses() {
        return sessions.statuses();
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(() -> {
            if (!isOver) {
                task.run();
            }
        });
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        return loop.schedule(delay, () -> {
            if (!isOver) {
                task.run();
            }
        });
    }

    @Override
    public Instant now() {
        return loop.now();
    }

    @Override
    public long nanoTime() {
        return loop.nanoTime();
    }
}
