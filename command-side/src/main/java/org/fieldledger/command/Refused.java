package org.fieldledger.command;

import java.util.List;
import java.util.stream.Collectors;

/** A command that may not be recorded. Carries every problem found, in the reporter's own terms. */
public final class Refused extends RuntimeException {

    private final transient List<Problem> problems;

    public Refused(List<Problem> problems) {
        super(problems.stream().map(Problem::detail).collect(Collectors.joining("; ")), null, false, false);
        this.problems = List.copyOf(problems);
    }

    public static Refused because(Rule rule, String detail, String wayOut) {
        return new Refused(List.of(Problem.of(rule, detail, wayOut)));
    }

    public List<Problem> problems() {
        return problems;
    }
}
