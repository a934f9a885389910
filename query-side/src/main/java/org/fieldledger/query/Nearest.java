package org.fieldledger.query;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What somebody may have meant who wrote a word that is not known. */
public final class Nearest {

    /** More letters than this, and it is another word. */
    private static final int MOST_LETTERS = 3;

    private static final int MOST_WORDS = 5;

    /** The known words that are like the written one, the likest first; none where none is. */
    public static List<String> to(String written, Collection<String> known) {
        var plain = written.toLowerCase(Locale.ROOT);
        return known.stream()
                .map(word -> new Found(word, distance(plain, word.toLowerCase(Locale.ROOT))))
                .filter(found -> found.letters() <= Math.min(MOST_LETTERS, Math.max(1, plain.length() / 2))
                        || plain.length() > 1
                                && found.word().toLowerCase(Locale.ROOT).contains(plain))
                .sorted(Comparator.comparing(Found::letters).thenComparing(Found::word))
                .limit(MOST_WORDS)
                .map(Found::word)
                .toList();
    }

    /** The same as the beginning of a sentence on the way out: Did you mean this or that; empty where nothing is like it. */
    public static String asked(String written, Collection<String> known) {
        var near = to(written, known);
        return near.isEmpty() ? "" : near.stream().collect(Collectors.joining(" or ", "Did you mean ", "? "));
    }

    private record Found(String word, int letters) {}

    /** How many letters have to be changed, added or left out to get from one word to the other (Levenshtein). */
    private static int distance(String one, String other) {
        var row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) row[j] = j;
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int above = row[j];
                row[j] = Math.min(
                        Math.min(row[j], row[j - 1]) + 1,
                        diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1));
                diagonal = above;
            }
        }
        return row[other.length()];
    }

    private Nearest() {}
}
