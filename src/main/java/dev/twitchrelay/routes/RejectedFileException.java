package dev.twitchrelay.routes;

import java.util.List;

/** Route files that cannot be used, with all that is wrong with them. */
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
