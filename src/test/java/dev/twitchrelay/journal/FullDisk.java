package dev.twitchrelay.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A disk that takes half of what it is given when it is full, as real ones do. */
public final class FullDisk implements Disk {
    public volatile boolean full;

    /** Puts it under a journal. */
    public static FullDisk under(Journal journal) {
        FullDisk disk = new FullDisk();
        journal.disk(disk);
        return disk;
    }

    @Override
    public void write(FileChannel file, ByteBuffer content, long position) throws IOException {
        if (full) {
            ByteBuffer half = content.duplicate();
            half.limit(half.position() + half.remaining() / 2);
            REAL.write(file, half, position);
            throw new IOException("No space left on device");
        }
        REAL.write(file, content, position);
    }
}
