package dev.twitchrelay.support;

import dev.twitchrelay.kit.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;

/** A disk that takes half of what it is given when it is full, as real ones do, and nothing at all when it is read-only. */
public final class FullDisk extends Disk {
    public volatile boolean full;
    public volatile boolean readOnly;

    @Override
    public FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException {
        refuseIfReadOnly(file);
        return super.open(file, options);
    }

    @Override
    public void write(FileChannel file, ByteBuffer content, long position) throws IOException {
        if (full) {
            ByteBuffer half = content.duplicate();
            half.limit(half.position() + half.remaining() / 2);
            super.write(file, half, position);
            throw new IOException("No space left on device");
        }
        refuseIfReadOnly(null);
        super.write(file, content, position);
    }

    @Override
    public void replace(Path from, Path to) throws IOException {
        refuseIfReadOnly(from);
        super.replace(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        refuseIfReadOnly(file);
        super.delete(file);
    }

    private void refuseIfReadOnly(Path file) throws IOException {
        if (readOnly) {
            throw new FileSystemException(String.valueOf(file), null, "Read-only file system");
        }
    }
}
