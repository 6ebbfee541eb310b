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
 * {@code follows.json}: until when all follows have been emitted, and who followed since. Replaced as a whole. Not
 * thread-safe.
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
     * What outlives the process.
     *
     * @param channel the broadcaster's id, or null
     * @param completeUntil until when all follows have been emitted, or null
     * @param since who followed after that, and when, by user id
     */
    public record Kept(String channel, Instant completeUntil, Map<String, Instant> since) {}

    /** What was kept; nothing when there is no file, or none that makes sense. */
    Kept read() {
        try {
            JsonNode json = JsonMappers.PLAIN.readTree(Disk.read(file, MOST_BYTES));
            Map<String, Instant> since = new LinkedHashMap<>();
            json.path("since")
                    .fields()
                    .forEachRemaining(entry -> since.put(
                            entry.getKey(), Instant.parse(entry.getValue().asText())));
            return new Kept(
                    json.path("channel").asText(),
                    Instant.parse(json.path("completeUntil").asText()),
                    since);
        } catch (NoSuchFileException none) {
            return new Kept(null, null, Map.of());
        } catch (IOException | DateTimeException e) {
            setAside(e);
            return new Kept(null, null, Map.of());
        }
    }

    private void setAside(Exception why) {
        Path aside = file.resolveSibling("follows.json.unreadable");
        try {
            Disk.setAside(file);
        } catch (IOException e) {
            LOG.debug("setting {} aside", file, e);
        }
        LOG.warn(
                "{} cannot be read and was set aside as {}, so follows of the latest pause are not looked for: {}",
                file,
                aside.getFileName(),
                Objects.toString(why.getMessage(), why.getClass().getSimpleName())
                        .lines()
                        .findFirst()
                        .orElse(""));
    }

    /** Replaces what is kept, now or as soon as that is possible; a restart before may look back further. */
    void write(Kept kept) {
        ObjectNode json = JsonMappers.PLAIN
                .createObjectNode()
                .put("channel", kept.channel())
                .put("completeUntil", kept.completeUntil().toString());
        ObjectNode since = json.putObject("since");
        kept.since().forEach((user, time) -> {
            if (time.isAfter(kept.completeUntil())) {
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
