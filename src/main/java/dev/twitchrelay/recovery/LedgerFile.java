package dev.twitchrelay.recovery;

import com.fasterxml.jackson.databind.ObjectReader;
import dev.twitchrelay.kit.JsonMappers;
import dev.twitchrelay.kit.Storage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The file {@code follows.json}: the time until which all follows have been emitted, and the follows since then. It is
 * replaced as a whole. Not thread-safe; {@link FollowLedger} calls it under its lock.
 */
public final class LedgerFile {
    private static final int MOST_BYTES = 8 << 20;

    private static final ObjectReader READER = JsonMappers.ownFile(Contents.class);

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
    public record Contents(String channel, Instant completeUntil, Map<String, Instant> since) {
        private static final Contents NONE = new Contents(null, null, Map.of());
    }

    /** Reads the contents. They are empty when there is no file or it cannot be read. */
    Contents read() {
        return Storage.<Contents>read(
                        file,
                        MOST_BYTES,
                        READER,
                        contents -> contents.completeUntil() != null && contents.since() != null,
                        "follows since the last stop of the relay are not found")
                .orElse(Contents.NONE);
    }

    /** Replaces the contents, now or as soon as the disk can be written. A restart before that looks further back. */
    void write(Contents contents) {
        Map<String, Instant> since = new LinkedHashMap<>(contents.since());
        since.values().removeIf(time -> !time.isAfter(contents.completeUntil()));
        String text = JsonMappers.PLAIN
                .valueToTree(new Contents(contents.channel(), contents.completeUntil(), since))
                .toString();
        if (text.equals(written)) {
            return;
        }
        written = text;
        storage.keep(file, text.getBytes(StandardCharsets.UTF_8), true);
    }
}
