package org.fieldledger.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One question at one pair of times, with what a reading of its own says to it and a way to ask the store. Two answers are held
 * against each other row by row, each row written as one line, in whatever order. It can be asked as often as one likes.
 */
record Question(String name, String where, List<String> expected, Supplier<List<String>> asking) {

    /** What a store answered otherwise than was foretold: rows that are not there, and rows that should not be. */
    record Difference(String question, String where, List<String> missing, List<String> unforeseen) {
        @Override
        public String toString() {
            return "%s, %s%n  not answered %s%n  not foretold %s".formatted(question, where, missing, unforeseen);
        }
    }

    Optional<Difference> difference() {
        var answered = asking.get();
        var missing = without(expected, answered);
        var unforeseen = without(answered, expected);
        return missing.isEmpty() && unforeseen.isEmpty()
                ? Optional.empty()
                : Optional.of(new Difference(name, where, missing, unforeseen));
    }

    /** Asks them all. */
    static List<Difference> differences(List<Question> questions) {
        return questions.stream()
                .map(Question::difference)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The questions that were answered otherwise, each once. */
    static Set<String> names(List<Difference> differences) {
        return differences.stream().map(Difference::question).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Row for row: of two like rows, one takes away one. */
    private static List<String> without(List<String> rows, List<String> others) {
        var left = new ArrayList<>(rows);
        others.forEach(left::remove);
        return left;
    }
}
