package dev.twitchrelay.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds and runs the command that the program's arguments name. */
public final class CommandLine {
    /** The exit code for arguments that cannot be understood. */
    static final int MISUSE = 2;

    private final List<Command> commands;

    public CommandLine(List<Command> commands) {
        this.commands = List.copyOf(commands);
    }

    /** Whether the arguments name a command. The relay's settings all begin with a dash. */
    public static boolean asksForCommand(String[] arguments) {
        return arguments.length > 0 && !arguments[0].startsWith("-");
    }

    /**
     * Runs the command at the begin of the arguments.
     *
     * @return the exit code of the process
     */
    public int run(String[] arguments, PrintStream out, PrintStream err) {
        List<String> words = Arrays.asList(arguments);
        Optional<Command> command = commands.stream()
                .filter(candidate -> begins(words, candidate.name.split(" ")))
                .findFirst();
        if (command.isEmpty()) {
            if (words.get(0).equals("help")) {
                commands.forEach(each -> out.println(each.usage));
                return 0;
            }
            err.println("there is no command '" + words.get(0) + "'; the commands are "
                    + String.join(", ", commands.stream().map(each -> each.name).toList())
                    + ", and without a command the relay starts");
            return MISUSE;
        }
        try {
            int nameLength = command.get().name.split(" ").length;
            return command.get().run(words.subList(nameLength, words.size()), out);
        } catch (Command.UsageException e) {
            err.println(e.getMessage() + "; usage: " + command.get().usage);
            return MISUSE;
        } catch (IOException e) {
            out.println(e.getMessage());
            return 1;
        }
    }

    private static boolean begins(List<String> words, String[] name) {
        return words.size() >= name.length && words.subList(0, name.length).equals(Arrays.asList(name));
    }
}
