package dev.twitchrelay.recovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.kit.JsonMappers;
import dev.twitchrelay.kit.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code follows.json}: the time until which all follows have been emitted, and the follows since then. It is
 * replaced as a whole. Not thread-safe; {@link FollowLedger} calls it under its lock.
 */
public final class LedgerFile {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerFile.class);

    private static final int MOST_BYTES = 8 << 20;

    private final Path file;
    private final Storage storage;
    private String written = "";

    public LedgerFile(Path folder, Storage storage) {
        this.file = folder.resolve("follows.json");
        this.storage = storage;
    }

    /**
     * The contents of the file.
     *
     * @param channel the broadcaster's id, or null
     * @param completeUntil the time until which all follows have been emitted, or null
     * @param since the follows after that time: the time of the follow by user id
     */
    public record Contents(String channel, Instant completeUntil, Map<String, Instant> since) {}

    /** Reads the contents. They are empty when there is no file or it cannot be read. */
    Contents read() {
        try {
            JsonNode json = JsonMappers.PLAIN.readTree(Disk.read(file, MOST_BYTES));
            Map<String, Instant> since = new LinkedHashMap<>();
            json.path("since")
                    .fields()
                    .forEachRemaining(entry -> since.put(
                            entry.getKey(), Instant.parse(entry.getValue().asText())));
            return new Contents(
                    json.path("channel").asText(),
                    Instant.parse(json.path("completeUntil").asText()),
                    since);
        } catch (NoSuchFileException none) {
            return new Contents(null, null, Map.of());
        } catch (IOException | DateTimeException e) {
            setAside(e);
            return new Contents(null, null, Map.of());
        }
    }

    private void setAside(Exception failure) {
        Path aside = file.resolveSibling("follows.json.unreadable");
        try {
            Disk.setAside(file);
        } catch (IOException e) {
            LOG.debug("setting {} aside", file, e);
        }
        LOG.warn(
                "{} cannot be read and was renamed to {}, so follows since the last stop of the relay are not found: {}",
                file,
                aside.getFileName(),
                Objects.toString(failure.getMessage(), failure.getClass().getSimpleName())
                        .lines()
                        .findFirst()
                        .orElse(""));
    }

    /** Replaces the contents, now or as soon as the disk can be written. A restart before that looks further back. */
    void write(Contents contents) {
        ObjectNode json = JsonMappers.PLAIN
                .createObjectNode()
                .put("channel", contents.channel())
                .put("completeUntil", contents.completeUntil().toString());
        ObjectNode since = json.putObject("since");
        contents.since().forEach((user, time) -> {
            if (time.isAfter(contents.completeUntil())) {
                since.put(user, time.toString());
            }
        });
        String text = json.toString();
        if (text.equals(written)) {
            return;
        }
        written = text;
        storage.keep(file, text.getBytes(StandardCharsets.UTF_8), true);
    }
}
