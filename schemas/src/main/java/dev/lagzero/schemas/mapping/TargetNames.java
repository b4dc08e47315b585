package dev.lagzero.schemas.mapping;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/**
 * What a source's names are called in Postgres. Folding lowers the letters A to Z and no others: that is what Postgres
 * does to names without quotes, and SQLite holds two names that differ only so for one, so folding makes no collision.
 * Postgres keeps 63 bytes of a name; a longer one keeps its beginning and ends in a hash of the whole. SQLite allows an empty
 * name, Postgres does not: it becomes {@code _}. A column that is called as one that every table of Postgres has
 * ({@code ctid}, {@code xmin}) gets a {@code _} behind its name.
 */
public enum TargetNames {
    FOLD,
    PRESERVE;

    private static final int LONGEST = 63;
    private static final int HASH_DIGITS = 8;

    /** https://www.postgresql.org/docs/current/ddl-system-columns.html */
    private static final Set<String> SYSTEM_COLUMNS = Set.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid");

    public static TargetNames parse(String text) {
        return switch (text) {
            case "fold" -> FOLD;
            case "preserve" -> PRESERVE;
            default -> throw new IllegalArgumentException("names: use fold or preserve, not \"" + text + "\"");
        };
    }

    /** What a table is called. */
    public String table(String name) {
        return within63Bytes(name.isEmpty() ? "_" : this == FOLD ? folded(name) : name);
    }

    /** What a column is called, of whatever table. */
    public String column(String name) {
        String called = table(name);
        return SYSTEM_COLUMNS.contains(called) ? called + "_" : called;
    }

    private static String within63Bytes(String folded) {
        byte[] bytes = folded.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= LONGEST ? folded : shortened(folded);
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
