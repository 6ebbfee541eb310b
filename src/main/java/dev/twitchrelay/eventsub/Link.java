package dev.twitchrelay.eventsub;

import dev.twitchrelay.eventsub.EventSubMessageReader.InvalidMessageException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket of a session, with its watchdog. Twitch promises a text message within every keepalive interval; a dead path
 * often shows in no other way than silence (<a
 * href="https://dev.twitch.tv/docs/eventsub/handling-websocket-events/#keepalive-message">Keepalive message</a>).
 *
 * <p>A link that its session has given up may only close itself; whatever it still hears is ignored. Confined to the
 * session's {@link Loop}.
 */
final class Link implements Connection.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    /** Twitch's keepalives come a little late now and then: a fifth of the interval is granted, and at least this. */
    private static final Duration LEAST_SLACK = Duration.ofSeconds(1);

    private static final Duration DEFAULT_KEEPALIVE = Duration.ofSeconds(10);

    private final EventSubSession session;
    private final Loop loop;
    private final EventSubMessageReader reader;
    private final String url;
    private Connection connection;
    private Duration allowance;
    private boolean welcomed;
    private boolean over;
    private boolean paused;
    private boolean complained;
    private long lastFrame;
    private Loop.Timer watchdog;

    Link(EventSubSession session, Loop loop, EventSubMessageReader reader, String url, Duration welcomeTimeout) {
        this.session = session;
        this.loop = loop;
        this.reader = reader;
        this.url = url;
        this.allowance = welcomeTimeout;
    }

    void open(Connection.Connector connector) {
        lastFrame = loop.nanoTime();
        watch(allowance);
        try {
            connection = connector.open(url, this);
        } catch (IllegalArgumentException e) {
            end();
            session.lost(this, new Loss(CloseCode.INVALID_RECONNECT, "cannot use " + shown() + ": " + e.getMessage()));
        }
    }

    /**
     * The welcome came: from now on the keepalive interval counts.
     *
     * @param keepalive zero stands for Twitch's default of 10 s
     * @return the interval that counts
     */
    Duration welcomed(Duration keepalive) {
        Duration interval = keepalive.isZero() ? DEFAULT_KEEPALIVE : keepalive;
        Duration slack = interval.dividedBy(5);
        welcomed = true;
        allowance = interval.plus(slack.compareTo(LEAST_SLACK) < 0 ? LEAST_SLACK : slack);
        watch(allowance);
        return interval;
    }

    /** Ends it politely. */
    void close() {
        end();
        connection.close();
    }

    /** Ends it at once. */
    void drop() {
        end();
        connection.drop();
    }

    /** Stops reading. Silence means nothing meanwhile. A socket on its way to the welcome is left alone. */
    void pause() {
        if (welcomed && !paused && !over) {
            paused = true;
            connection.pause();
        }
    }

    void resume() {
        if (paused && !over) {
            paused = false;
            lastFrame = loop.nanoTime();
            connection.resume();
        }
    }

    @Override
    public void textFrame() {
        if (!over) {
            lastFrame = loop.nanoTime();
            session.heard();
        }
    }

    @Override
    public void text(String text) {
        if (over) {
            return;
        }
        EventSubMessage message;
        try {
            message = reader.read(text);
        } catch (InvalidMessageException e) {
            session.invalid();
            if (!complained) {
                complained = true;
                LOG.warn(
                        "skipping a message from Twitch that cannot be read ({}); further ones are only counted: {}",
                        e.getMessage(),
                        text.substring(0, Math.min(200, text.length())));
            }
            return;
        }
        session.message(this, message);
    }

    @Override
    public void closed(int code) {
        if (!over) {
            end();
            session.lost(this, Loss.closed(code));
        }
    }

    @Override
    public void failed(String reason) {
        if (!over) {
            end();
            session.lost(this, Loss.because("cannot connect to " + shown() + ": " + reason));
        }
    }

    /** Without what identifies a session. */
    private String shown() {
        return url.replaceFirst("[?#].*", "").replaceFirst("//[^/@]*@", "//");
    }

    private void end() {
        over = true;
        watchdog.cancel();
    }

    private void watch(Duration delay) {
        if (watchdog != null) {
            watchdog.cancel();
        }
        watchdog = loop.schedule(delay, this::checkSilence);
    }

    private void checkSilence() {
        Duration silence = Duration.ofNanos(loop.nanoTime() - lastFrame);
        if (paused) {
            watch(allowance);
        } else if (silence.compareTo(allowance) < 0) {
            watch(allowance.minus(silence));
        } else {
            drop();
            String waitedFor = welcomed ? "no message" : "no welcome";
            session.lost(this, Loss.because(waitedFor + " for " + silence.toMillis() / 1000.0 + " s"));
        }
    }
}
