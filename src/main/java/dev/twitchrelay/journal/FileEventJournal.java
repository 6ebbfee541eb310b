package dev.twitchrelay.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.kit.EventHeaders;
import dev.twitchrelay.kit.JsonMappers;
import dev.twitchrelay.sse.EventJournal;
import dev.twitchrelay.sse.SseMessage;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The published messages in a {@link Journal}. Each message, each start of a run, and each note about the sinks is a
 * line of JSON. It reads the lines of earlier runs when it is made. The hub and the outbox write to it on the
 * publishers' threads. Thread-safe.
 */
public final class FileEventJournal implements EventJournal {
    private static final Logger LOG = LoggerFactory.getLogger(FileEventJournal.class);
    private static final String MESSAGE = ",\"message\":";

    /** A message of the latest-only type. Older releases, which do not know such lines, read the sequence only. */
    private static final String LATEST = ",\"latest\":";

    private static final String SINKS = "sinks";

    /** Milliseconds pass between the moment that clients see an event and the moment that sinks have it. */
    private static final Duration LAST_MOMENTS = Duration.ofSeconds(5);

    private static final List<String> NUMBERS = List.of("sequence", "after", "reached");

    private final Journal journal;
    private final List<Run> runs = new ArrayList<>();
    private final List<Kept> messages = new ArrayList<>();
    private long last;
    private long reached;
    private int senseless;
    private int gaps;
    private String firstGap;
    private SseMessage latest;
    private String keptForSinks;

    /** Reads the journal. Damage and gaps are one log line, and clients that come back from before them are told. */
    public FileEventJournal(Journal journal) {
        this.journal = journal;
        journal.takeTexts(this::read);
        long newest = messages.isEmpty()
                ? 0
                : messages.get(messages.size() - 1).message().sequence();
        last = Math.max(newest, journal.last());
        if (!journal.wasComplete() && last == newest) {
            // the number of missing messages is unknown
            last = Math.max(newest, reached) + 1;
            journal.reached(last);
        }
        List<String> damage = damage(newest);
        if (!damage.isEmpty()) {
            LOG.warn(
                    "the journal of events is damaged: {}. Everything else is used; clients that come back from before that"
                            + " are told that something is missing",
                    String.join("; ", damage));
        }
    }

    private List<String> damage(long newest) {
        List<String> damage = new ArrayList<>(journal.damage());
        if (gaps > 0) {
            damage.add("events are missing " + firstGap + (gaps > 1 ? ", and in " + (gaps - 1) + " other places" : ""));
        }
        if (senseless > 0) {
            damage.add(senseless + " lines make no sense");
        }
        if (last > newest) {
            damage.add("the newest events are missing");
        }
        return damage;
    }

    @Override
    public List<Run> runs() {
        return List.copyOf(runs);
    }

    @Override
    public List<Kept> messages() {
        return List.copyOf(messages);
    }

    @Override
    public long last() {
        return last;
    }

    /** Twitch's ids of the messages that were there at the start, oldest first. */
    public List<String> eventIds() {
        return messages.stream()
                .map(kept -> kept.message().headers().get(EventHeaders.ID))
                .filter(Objects::nonNull)
                .toList();
    }

    public Journal.Status status() {
        return journal.status();
    }

    @Override
    public long reached() {
        return reached;
    }

    @Override
    public void begun(String term, long after) {
        journal.append("{\"run\":\"" + term + "\",\"after\":" + after + "}");
    }

    @Override
    public SseMessage latest() {
        return latest;
    }

    @Override
    public void latest(SseMessage message) {
        journal.append(
                head(message).append(LATEST).append(message.json()).append('}').toString());
    }

    @Override
    public void published(SseMessage message, long before) {
        StringBuilder line = head(message).append(",\"before\":").append(before);
        if (message.name() != null) {
            line.append(",\"name\":\"");
            JsonStringEncoder.getInstance().quoteAsString(message.name(), line);
            line.append('"');
        }
        journal.append(line.append(MESSAGE).append(message.json()).append('}').toString(), message.sequence());
    }

    /** Notes the id of an event that all sinks have, on disk. */
    public void keptForSinks(String id) {
        journal.append(JsonMappers.PLAIN.createObjectNode().put(SINKS, id).toString());
    }

    /**
     * The events behind the latest note of the earlier run, oldest first. Clients saw these events, and a kill came
     * before sinks had them. Only the events of its last moments count: an older event was not meant for sinks.
     */
    public List<SseMessage> missedBySinks() {
        List<SseMessage> events = messages.stream().map(Kept::message).toList();
        int kept = events.stream().map(SseMessage::id).toList().indexOf(keptForSinks);
        if (kept < 0) {
            return List.of();
        }
        Instant oldest = events.get(events.size() - 1).time().minus(LAST_MOMENTS);
        return events.stream()
                .skip(kept + 1L)
                .filter(event -> !event.time().isBefore(oldest))
                .toList();
    }

    private static StringBuilder head(SseMessage message) {
        return new StringBuilder(160 + message.frame().length)
                .append("{\"id\":\"")
                .append(message.id())
                .append("\",\"sequence\":")
                .append(message.sequence())
                .append(",\"time\":\"")
                .append(message.time())
                .append("\",\"type\":\"")
                .append(message.type())
                .append("\",\"headers\":")
                .append(message.headers().json());
    }

    private void add(Kept kept) {
        Kept previous = messages.isEmpty() ? null : messages.get(messages.size() - 1);
        if (previous != null && kept.before() > previous.message().sequence()) {
            gaps++;
            firstGap = firstGap == null
                    ? "between " + previous.message().id() + " and "
                            + kept.message().id()
                    : firstGap;
        }
        messages.add(kept);
    }

    private void read(String text) {
        int content = text.indexOf(MESSAGE);
        int latestAt = text.indexOf(LATEST);
        // the first of the two is a field of the line, and the second stands within the message
        if (latestAt >= 0 && content > latestAt) {
            content = -1;
        }
        try {
            JsonNode head = JsonMappers.PLAIN.readTree(content < 0 ? text : text.substring(0, content) + "}");
            for (String number : NUMBERS) {
                reached = Math.max(reached, head.path(number).asLong());
            }
            if (head.has("run")) {
                runs.add(new Run(head.path("run").asText(), head.path("after").asLong()));
            } else if (content >= 0) {
                add(new Kept(
                        message(head, text.substring(content + MESSAGE.length(), text.length() - 1)),
                        head.path("before").asLong()));
            } else if (head.has(SINKS)) {
                keptForSinks = head.path(SINKS).asText();
            } else if (latestAt >= 0) {
                latest = message(head, text.substring(latestAt + LATEST.length(), text.length() - 1));
            }
        } catch (JsonProcessingException | DateTimeException e) {
            senseless++;
            LOG.debug("a line of the journal makes no sense", e);
        }
    }

    private static SseMessage message(JsonNode head, String json) {
        return new SseMessage(
                head.path("id").asText(),
                head.path("sequence").asLong(),
                head.path("type").asText(),
                head.path("name").asText(null),
                json,
                Instant.parse(head.path("time").asText()),
                headers(head));
    }

    private static EventHeaders headers(JsonNode head) {
        return head.has("headers")
                ? JsonMappers.PLAIN.convertValue(head.path("headers"), EventHeaders.class)
                : EventHeaders.ofOldRecord(
                        head.path("type").asText(),
                        head.path("name").asText(null),
                        head.path("key").asText(null));
    }
}
