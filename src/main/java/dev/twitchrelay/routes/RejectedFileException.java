package dev.twitchrelay.routes;

import java.util.List;

/** Route files cannot be used. The exception has every problem that was found; its message is the first of them. */
final class RejectedFileException extends Exception {
    private final transient List<Problem> problems;

    RejectedFileException(Problem problem) {
        this(List.of(problem));
    }

    RejectedFileException(List<Problem> problems) {
        super(problems.get(0).toString());
        this.problems = List.copyOf(problems);
    }

    List<Problem> problems() {
        return problems;
    }
}
