package dev.twitchrelay.cli;

import java.io.PrintStream;
import java.util.List;

/** One command of the command line. */
public interface Command {
    /** Its words, for example {@code doctor}. */
    String name();

    /** What it takes and what it does, in one line. */
    String usage();

    /**
     * Runs it.
     *
     * @param arguments what followed its name
     * @return the process' exit code: 0 when all is well, 1 when not
     * @throws UsageException when the arguments make no sense
     */
    int run(List<String> arguments, PrintStream out);

    /** The arguments make no sense; the message is one sentence. */
    final class UsageException extends RuntimeException {
        public UsageException(String message) {
            super(message);
        }
    }
}
