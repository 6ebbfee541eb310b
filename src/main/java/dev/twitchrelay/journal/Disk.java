package dev.twitchrelay.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The one operation that a full disk refuses. */
interface Disk {
    Disk REAL = (file, content, position) -> {
        long at = position;
        while (content.hasRemaining()) {
            at += file.write(content, at);
        }
    };

    /** Writes all of it, or fails; then anything may stand behind the position. */
    void write(FileChannel file, ByteBuffer content, long position) throws IOException;
}
