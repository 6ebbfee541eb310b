package dev.twitchrelay.support;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What is logged while it is open, as lines that begin with their level; tests else print errors only. */
public final class LogLines implements AutoCloseable {
    private final Logger logger;
    private final Level before;
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    /** @param logger its name, such as that of a class, or {@code ROOT} */
    public LogLines(String logger) {
        this.logger = (Logger) LoggerFactory.getLogger(logger);
        before = this.logger.getLevel();
        // a command that ran in this process has silenced the log
        this.logger.getLoggerContext().resetTurboFilterList();
        events.start();
        this.logger.addAppender(events);
        this.logger.setAdditive(false);
        this.logger.setLevel(Level.INFO);
    }

    public LogLines(Class<?> source) {
        this(source.getName());
    }

    /** So far, without their levels. */
    public List<String> texts() {
        return List.copyOf(events.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    /** So far. */
    public List<String> lines() {
        return List.copyOf(events.list).stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(events);
        logger.setAdditive(true);
        logger.setLevel(before);
    }
}
