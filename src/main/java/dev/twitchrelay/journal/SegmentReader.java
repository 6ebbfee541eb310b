package dev.twitchrelay.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads one file of a journal in pieces, and takes note of what is not a line. Not thread-safe. */
final class SegmentReader {
    /** A message has at most 256 KiB, and a few names stand beside it. */
    private static final int LONGEST_LINE = 1 << 20;

    private final Consumer<String> texts;
    private final byte[] buffer = new byte[LONGEST_LINE + 1];
    private long end;
    private long badLines;
    private boolean badTail;
    private boolean skipping;
    private boolean badRest;
    private boolean rest;

    /** Reads all of it. */
    SegmentReader(Path file, Consumer<String> texts) throws IOException {
        this.texts = texts;
        long begin = 0;
        int filled = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read > 0; read = in.read(buffer, filled, buffer.length - filled)) {
                int used = lines(begin, filled + read, filled);
                filled = filled + read - used;
                begin += used;
                System.arraycopy(buffer, used, buffer, 0, filled);
                if (filled == buffer.length) {
                    // no line is that long
                    skipping = true;
                    begin += filled;
                    filled = 0;
                }
            }
        }
        for (int i = 0; i < filled; i++) {
            // a power failure leaves zeros, a kill leaves the begin of a line
            badRest |= buffer[i] == 0;
        }
        badRest |= skipping;
        rest = filled > 0 || skipping;
    }

    /** @return how many of the bytes were whole lines */
    private int lines(long begin, int filled, int known) {
        int from = 0;
        for (int at = known; at < filled; at++) {
            if (buffer[at] == '\n') {
                Optional<String> text = skipping ? Optional.empty() : JournalLine.decode(buffer, from, at);
                skipping = false;
                from = at + 1;
                if (text.isPresent()) {
                    texts.accept(text.get());
                    end = begin + from;
                    badTail = false;
                } else {
                    badLines++;
                    badTail = true;
                }
            }
        }
        return from;
    }

    /** Where the last good line ends. */
    long end() {
        return end;
    }

    boolean isDamaged() {
        return badLines > 0 || badRest;
    }

    /** Whether something was behind the last good line that a kill does not leave. */
    boolean hasBadTail() {
        return badTail || badRest;
    }

    /** Whether something was behind the last line feed. */
    boolean hasRest() {
        return rest;
    }

    /** In words. */
    String damage() {
        List<String> damage = new ArrayList<>();
        if (badLines > 0) {
            damage.add(badLines + " damaged lines");
        }
        if (rest) {
            damage.add("a damaged end");
        }
        return damage.isEmpty() ? "no lines" : String.join(" and ", damage);
    }
}
