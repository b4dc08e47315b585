package dev.lagzero.schemas.mapping.file;

import java.util.Collection;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Guesses which known word was meant. */
final class Nearest {

    private Nearest() {}

    /** {@code ; did you mean X?}, or nothing when no known word is near. */
    static String hint(String word, Collection<String> known) {
        int bound = Math.max(2, word.length() / 3);
        return known.stream()
                .filter(candidate -> edits(word, candidate) <= bound)
                .min(Comparator.comparingInt((String candidate) -> edits(word, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .map(found -> "; did you mean " + found + "?")
                .orElse("");
    }

    /** Levenshtein's distance. */
    private static int edits(String from, String to) {
        int[] row = IntStream.rangeClosed(0, to.length()).toArray();
        for (int i = 1; i <= from.length(); i++) {
            int corner = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = corner + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                corner = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
