package dev.lagzero.capture.reference;

import java.util.Locale;

/** What identifies a project: case does not count, in any locale. */
public record ProjectKey(String ecosystem, String name) {

    public ProjectKey {
        ecosystem = Limits.text("ecosystem", ecosystem, 1, 100).toLowerCase(Locale.ROOT);
        name = Limits.text("name", name, 1, 255).toLowerCase(Locale.ROOT);
    }
}
