package dev.twitchrelay.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A short name in a file, overwritten in place: cheap enough for each message, and there after a kill. That it cannot be
 * written is told once and harms nobody. Thread-safe.
 */
final class Bookmark {
    private static final Logger LOG = LoggerFactory.getLogger(Bookmark.class);
    private static final int LENGTH = 128;

    private final Path file;
    private FileChannel channel;
    private boolean told;

    Bookmark(Path file) {
        this.file = file;
    }

    /** What was set last, also by an earlier process; null when nothing was. */
    String read() throws IOException {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? null : text;
        } catch (NoSuchFileException e) {
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
        try {
            if (channel == null) {
                Files.createDirectories(file.getParent());
                channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            }
            channel.write(padded.flip(), 0);
        } catch (IOException e) {
            // an interrupt closes it, too
            channel = null;
            if (!told) {
                told = true;
                LOG.warn(
                        "{} cannot be written ({}); after a kill a sink may miss the last message", file, e.toString());
            }
        }
    }
}
