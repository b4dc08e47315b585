package dev.lagzero.schemas.mapping;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a source's names are called in Postgres. Folding lowers the letters A to Z and no others: that is what Postgres
 * does to names without quotes, and SQLite holds two names that differ only so for one, so folding makes no collision.
 * Postgres keeps 63 bytes of a name; a longer one keeps its beginning and ends in a hash of the whole.
 */
public enum TargetNames {
    FOLD,
    PRESERVE;

    private static final int LONGEST = 63;
    private static final int HASH_DIGITS = 8;

    private final Map<List<String>, List<String>> lists = new ConcurrentHashMap<>();

    public static TargetNames parse(String text) {
        return switch (text) {
            case "fold" -> FOLD;
            case "preserve" -> PRESERVE;
            default -> throw new IllegalArgumentException("names: use fold or preserve, not \"" + text + "\"");
        };
    }

    public String of(String name) {
        String folded = this == FOLD ? folded(name) : name;
        byte[] bytes = folded.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= LONGEST ? folded : shortened(folded);
    }

    /** The same for all columns of a table; the answer is shared by all its rows. */
    public List<String> of(List<String> names) {
        return lists.computeIfAbsent(names, list -> list.stream().map(this::of).toList());
    }

    private static String folded(String name) {
        StringBuilder folded = new StringBuilder(name.length());
        name.chars().forEach(c -> folded.append((char) (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c)));
        return folded.toString();
    }

    private static String shortened(String name) {
        StringBuilder kept = new StringBuilder();
        int bytes = 0;
        for (int codePoint : name.codePoints().toArray()) {
            bytes += Character.toString(codePoint).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > LONGEST - HASH_DIGITS - 1) {
                break;
            }
            kept.appendCodePoint(codePoint);
        }
        return kept + "_" + HexFormat.of().toHexDigits(name.hashCode());
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
