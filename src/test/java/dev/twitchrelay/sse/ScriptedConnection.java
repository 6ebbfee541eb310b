package dev.twitchrelay.sse;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client's connection that keeps what is written and does what the test says. */
final class ScriptedConnection implements ClientConnection {

    final List<String> writes = new ArrayList<>();
    final List<ByteBuf> shared = new ArrayList<>();
    Listener listener;
    boolean full;
    boolean cut;
    Runnable onWrite = () -> {};

    @Override
    public void open(byte[] frames, Listener listener) {
        this.listener = listener;
        write(frames);
    }

    @Override
    public void write(SharedBuffer frames) {
        shared.add(frames.chunk());
        writes.add(frames.frames().toString(StandardCharsets.UTF_8));
        onWrite.run();
    }

    @Override
    public void write(byte[] frames) {
        writes.add(new String(frames, StandardCharsets.UTF_8));
        onWrite.run();
    }

    @Override
    public boolean isFull() {
        return full;
    }

    @Override
    public void end(byte[] frames, Runnable done) {
        write(frames);
        done.run();
    }

    @Override
    public void cut() {
        cut = true;
    }

    /** The ids of all messages so far, in the order of the wire. */
    List<String> ids() {
        return String.join("", writes)
                .lines()
                .filter(line -> line.startsWith("id: "))
                .map(line -> line.substring(4))
                .toList();
    }
}
