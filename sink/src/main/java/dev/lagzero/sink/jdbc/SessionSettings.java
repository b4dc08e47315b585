package dev.lagzero.sink.jdbc;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Roles, databases and servers have settings that change what a statement or a value means, and limits that end what takes
 * long. Ours mean the same everywhere. What is a matter of taste or of durability stays as somebody chose it.
 */
final class SessionSettings {

    private static final Map<String, String> OURS = new TreeMap<>(Map.ofEntries(
            // Without it, a NULL in an array of texts is the word.
            Map.entry("array_nulls", "on"),
            Map.entry("standard_conforming_strings", "on"),
            Map.entry("transform_null_equals", "off"),
            Map.entry("quote_all_identifiers", "off"),
            Map.entry("DateStyle", "ISO, YMD"),
            Map.entry("IntervalStyle", "postgres"),
            Map.entry("bytea_output", "hex"),
            Map.entry("extra_float_digits", "3"),
            Map.entry("default_transaction_isolation", "read committed"),
            Map.entry("default_transaction_deferrable", "off"),
            Map.entry("idle_session_timeout", "0"),
            // Since Postgres 17.
            Map.entry("transaction_timeout", "0")));

    private SessionSettings() {}

    /** One statement; settings that the server does not know are left out. */
    static String sql() {
        List<String> rows = OURS.entrySet().stream()
                .map(setting -> "('" + setting.getKey() + "', '" + setting.getValue() + "')")
                .toList();
        return "SELECT set_config(name, ours, false) FROM pg_settings JOIN (VALUES " + String.join(", ", rows)
                + ") o (name, ours) USING (name) WHERE setting <> ours";
    }
}
