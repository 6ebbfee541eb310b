package dev.twitchrelay.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A short name in a file, overwritten in place: cheap enough for each message, and there after a kill. Thread-safe. */
final class Bookmark {
    private static final int LENGTH = 128;

    private final Path file;
    private FileChannel channel;

    Bookmark(Path file) {
        this.file = file;
    }

    /** What was set last, also by an earlier process; null when nothing was. */
    String read() throws IOException {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? null : text;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** @param name of at most 128 bytes; a longer one is not kept */
    synchronized void set(String name) throws IOException {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LENGTH) {
            return;
        }
        if (channel == null) {
            Files.createDirectories(file.getParent());
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        }
        ByteBuffer padded = ByteBuffer.allocate(LENGTH);
        padded.put(bytes);
        while (padded.hasRemaining()) {
            padded.put((byte) ' ');
        }
        channel.write(padded.flip(), 0);
    }
}
