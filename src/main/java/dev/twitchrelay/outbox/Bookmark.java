package dev.twitchrelay.outbox;

import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.kit.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A short name in a file, overwritten in place: cheap enough for each message, and there after a kill. What cannot be written
 * now is written as soon as it can. Thread-safe.
 */
final class Bookmark {
    private static final Logger LOG = LoggerFactory.getLogger(Bookmark.class);
    private static final int LENGTH = 128;

    private final Path file;
    private final Storage storage;
    private byte[] latest;
    private FileChannel channel;

    Bookmark(Path file, Storage storage) {
        this.file = file;
        this.storage = storage;
    }

    /** What was set last, also by an earlier process; null when nothing was. */
    String read() throws IOException {
        try {
            String text = new String(Disk.read(file, LENGTH), StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? null : text;
        } catch (NoSuchFileException e) {
            return null;
        } catch (Disk.Foreign e) {
            LOG.warn("{}: sinks are not told again what the relay was killed over", e.getMessage());
            return null;
        }
    }

    /** @param name of at most 128 bytes; a longer one is not kept */
    synchronized void set(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LENGTH) {
            return;
        }
        ByteBuffer padded = ByteBuffer.allocate(LENGTH).put(bytes);
        while (padded.hasRemaining()) {
            padded.put((byte) ' ');
        }
        latest = padded.array();
        try {
            write();
        } catch (IOException e) {
            storage.later(file, e, this::write);
        }
    }

    private synchronized void write() throws IOException {
        if (channel == null || !channel.isOpen()) {
            // an interrupt closes it
            channel = storage.disk().open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        }
        storage.disk().write(channel, ByteBuffer.wrap(latest), 0);
    }
}
