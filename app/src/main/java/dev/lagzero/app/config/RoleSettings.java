package dev.lagzero.app.config;

import org.jspecify.annotations.Nullable;

/** A database role with its password, which may only come from the environment. */
public record RoleSettings(@Nullable String user, @Nullable Secret password) {

    public RoleSettings {
        password = password == null ? Secret.NONE : password;
    }
}
