package dev.twitchrelay.cli;

import java.io.PrintStream;
import java.util.List;

/** One command of the command line. {@link CommandLine} calls it on the main thread. */
public interface Command {
    /** The command's words, for example {@code doctor} or {@code routes check}. */
    String name();

    /** The arguments and the purpose, in one line. */
    String usage();

    /**
     * Runs the command.
     *
     * @param arguments the arguments after the command's name
     * @return the exit code of the process: 0 on success, 1 on a fault
     * @throws UsageException when the arguments cannot be understood
     */
    int run(List<String> arguments, PrintStream out);

    /** The arguments cannot be understood. The message says why in one sentence. */
    final class UsageException extends RuntimeException {
        public UsageException(String message) {
            super(message);
        }
    }
}
