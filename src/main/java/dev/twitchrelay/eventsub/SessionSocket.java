package dev.twitchrelay.eventsub;

import dev.twitchrelay.eventsub.EventSubMessage.InvalidMessageException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket of a session, with a watchdog for silence. Twitch sends a text message in every keepalive interval (<a
 * href="https://dev.twitch.tv/docs/eventsub/handling-websocket-events/#keepalive-message">Keepalive message</a>). The
 * watchdog is needed because silence is often the only sign of a dead network path.
 *
 * <p>After the session has closed a socket, the events of that socket are ignored. Confined to the session's
 * {@link SessionLoop}.
 */
final class SessionSocket implements Connection.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(SessionSocket.class);

    /**
     * A keepalive may be late by a fifth of the interval, and by at least this time, because Twitch's keepalives
     * sometimes are.
     */
    private static final Duration LEAST_SLACK = Duration.ofSeconds(1);

    private static final Duration DEFAULT_KEEPALIVE = Duration.ofSeconds(10);

    /**
     * The end of a socket that the session did not close itself.
     *
     * @param code the close code, or {@link CloseCode#UNKNOWN} when the socket ended without a code
     * @param text the reason, for people
     */
    record Disconnection(CloseCode code, String text) {
        static Disconnection because(String text) {
            return new Disconnection(CloseCode.UNKNOWN, text);
        }
    }

    private final EventSubSession session;
    private final String url;
    private Connection connection;
    private Duration allowance;
    private boolean welcomed;
    private boolean over;
    private boolean paused;
    private boolean hasWarned;
    private long lastFrame;
    private SessionLoop.Timer watchdog;

    SessionSocket(EventSubSession session, String url) {
        this.session = session;
        this.url = url;
        this.allowance = session.limits.welcomeTimeout();
    }

    void open(Connection.Connector connector) {
        lastFrame = session.loop.nanoTime();
        watch(allowance);
        try {
            connection = connector.open(url, this);
        } catch (IllegalArgumentException e) {
            end();
            session.lost(
                    this,
                    new Disconnection(
                            CloseCode.INVALID_RECONNECT, "cannot use " + urlWithoutSecrets() + ": " + e.getMessage()));
        }
    }

    /**
     * The welcome came, so the watchdog now uses the keepalive interval.
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

    /** Closes the socket and ignores its further events. */
    void close() {
        end();
        connection.close();
    }

    /**
     * Stops reading. The watchdog does not count the silence of a paused socket. A socket that is not welcomed yet is
     * not paused.
     */
    void pause() {
        if (welcomed && !paused && !over) {
            paused = true;
            connection.pause();
        }
    }

    void resume() {
        if (paused && !over) {
            paused = false;
            lastFrame = session.loop.nanoTime();
            connection.resume();
        }
    }

    @Override
    public void textFrame() {
        if (!over) {
            lastFrame = session.loop.nanoTime();
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
            message = EventSubMessage.read(text);
        } catch (InvalidMessageException e) {
            session.invalid();
            if (!hasWarned) {
                hasWarned = true;
                LOG.warn(
                        "skipping a message from Twitch that cannot be read ({}). Further unreadable messages are"
                                + " only counted. The message: {}",
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
            CloseCode known = CloseCode.of(code);
            session.lost(this, new Disconnection(known, "close code " + code + ": " + known.meaning()));
        }
    }

    @Override
    public void failed(String reason) {
        if (!over) {
            end();
            session.lost(this, Disconnection.because("cannot connect to " + urlWithoutSecrets() + ": " + reason));
        }
    }

    /** The URL without user info, query and fragment, because these may identify a session. */
    private String urlWithoutSecrets() {
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
        watchdog = session.loop.schedule(delay, this::checkSilence);
    }

    private void checkSilence() {
        Duration silence = Duration.ofNanos(session.loop.nanoTime() - lastFrame);
        if (paused) {
            watch(allowance);
        } else if (silence.compareTo(allowance) < 0) {
            watch(allowance.minus(silence));
        } else {
            close();
            String missing = welcomed ? "no message" : "no welcome";
            session.lost(this, Disconnection.because(missing + " for " + silence.toMillis() / 1000.0 + " s"));
        }
    }
}
