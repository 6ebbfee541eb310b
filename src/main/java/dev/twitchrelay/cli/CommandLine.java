package dev.twitchrelay.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds and runs the command that the program's arguments name. */
public final class CommandLine {
    /** The exit code for arguments that cannot be understood. */
    static final int MISUSE = 2;

    private static final Set<String> HELP = Set.of("--help", "-h");

    private final List<Command> commands;

    public CommandLine(List<Command> commands) {
        this.commands = List.copyOf(commands);
    }

    /** Whether the arguments name a command, or ask for help. The relay's settings all begin with a dash, too. */
    public static boolean asksForCommand(String[] arguments) {
        return arguments.length > 0 && (!arguments[0].startsWith("-") || asksForHelp(List.of(arguments[0])));
    }

    /**
     * Runs the command at the begin of the arguments.
     *
     * @return the exit code of the process
     */
    public int run(String[] arguments, PrintStream out, PrintStream err) {
        List<String> words = Arrays.asList(arguments);
        if (asksForHelp(words)) {
            help(words, out);
            return 0;
        }
        Optional<Command> command = commands.stream()
                .filter(candidate -> begins(words, candidate.name.split(" ")))
                .findFirst();
        if (command.isEmpty()) {
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

    private static boolean asksForHelp(List<String> words) {
        return words.get(0).equals("help") || words.stream().anyMatch(HELP::contains);
    }

    /** The usage of the commands that begin with the same words, or of all commands. */
    private void help(List<String> words, PrintStream out) {
        List<String> asked = words.stream()
                .dropWhile("help"::equals)
                .takeWhile(word -> !HELP.contains(word))
                .toList();
        List<Command> meant = commands.stream()
                .filter(command -> {
                    List<String> name = List.of(command.name.split(" "));
                    int common = Math.min(name.size(), asked.size());
                    return name.subList(0, common).equals(asked.subList(0, common));
                })
                .toList();
        (meant.isEmpty() ? commands : meant).forEach(command -> out.println(command.usage));
    }

    private static boolean begins(List<String> words, String[] name) {
        return words.size() >= name.length && words.subList(0, name.length).equals(Arrays.asList(name));
    }
}
