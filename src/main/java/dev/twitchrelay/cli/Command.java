package dev.twitchrelay.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** One command of the command line. {@link CommandLine} calls it on the main thread. */
public abstract class Command {
    /** The words of the command, for example {@code doctor} or {@code routes check}. */
    final String name;

    /** The command with its arguments and its purpose, in one line. */
    final String usage;

    final Settings settings;

    Command(String name, String usage, Settings settings) {
        this.name = name;
        this.usage = usage;
        this.settings = settings;
    }

    /**
     * Runs the command.
     *
     * @param arguments the arguments after the command's name
     * @return the exit code of the process: 0 on success, 1 on a fault
     * @throws UsageException when the arguments cannot be understood
     * @throws IOException on a fault that the message describes in one sentence
     */
    public abstract int run(List<String> arguments, PrintStream out) throws IOException;

    /** The arguments cannot be understood. The message says why in one sentence. */
    static final class UsageException extends RuntimeException {
        UsageException(String message) {
            super(message);
        }
    }

    /** The arguments without options, because {@code --property=value} is a setting. */
    static List<String> words(List<String> arguments) {
        return arguments.stream().filter(argument -> !argument.startsWith("--")).toList();
    }

    /** The folder that the arguments name, or else the folder of the settings. */
    String routesFolder(List<String> arguments) {
        List<String> folders = words(arguments);
        if (folders.size() > 1) {
            throw new UsageException("there can be one folder only");
        }
        return folders.isEmpty() ? settings.get("relay.routes") : folders.get(0);
    }
}
