package dev.twitchrelay.recovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code follows.json}: until when all follows have been emitted, and who followed since. Replaced as a whole. Not
 * thread-safe.
 */
public final class LedgerFile {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerFile.class);
    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private boolean complained;
    private String written = "";

    public LedgerFile(Path folder) {
        this.file = folder.resolve("follows.json");
    }

    /**
     * What outlives the process.
     *
     * @param channel the broadcaster's id, or null
     * @param completeUntil until when all follows have been emitted, or null
     * @param since who followed after that, and when, by user id
     */
    record Kept(String channel, Instant completeUntil, Map<String, Instant> since) {}

    /** What was kept; nothing when there is no file, or none that makes sense. */
    Kept read() {
        try {
            JsonNode json = JSON.readTree(file.toFile());
            Map<String, Instant> since = new LinkedHashMap<>();
            json.path("since")
                    .fields()
                    .forEachRemaining(entry -> since.put(
                            entry.getKey(), Instant.parse(entry.getValue().asText())));
            return new Kept(
                    json.path("channel").asText(),
                    Instant.parse(json.path("completeUntil").asText()),
                    since);
        } catch (FileNotFoundException none) {
            return new Kept(null, null, Map.of());
        } catch (IOException | DateTimeException e) {
            LOG.warn("{} cannot be used, so follows of the latest pause are not looked for: {}", file, e.getMessage());
            return new Kept(null, null, Map.of());
        }
    }

    /** Replaces what is kept. That it cannot is told once; then a restart may look back further. */
    void write(Kept kept) {
        ObjectNode json = JSON.createObjectNode()
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
        try {
            Path fresh = file.resolveSibling("follows.json.new");
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            written = text;
            complained = false;
        } catch (IOException e) {
            if (!complained) {
                LOG.warn("{} cannot be written: {}", file, e.getMessage());
            }
            complained = true;
        }
    }
}
