package dev.lagzero.schemas.mapping.file;

/**
 * What is wrong with a mapping file.
 *
 * @param line from 1
 * @param key path of keys to the place, as {@code tables.agent_state.rows[0].columns}
 */
public record Problem(int line, String key, String cause) {

    @Override
    public String toString() {
        return "line " + line + ": " + (key.isEmpty() ? "" : key + ": ") + cause;
    }
}
