package dev.lagzero.app.data;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * Where the servers of a running process listen. No passwords.
 *
 * @param pid the process that runs
 * @param kafka {@code host:port}
 * @param jdbcUrl the target
 * @param user the role that asks
 * @param http the port on 127.0.0.1; 0: none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Endpoints(
        long pid,
        String kafka,
        @Nullable String jdbcUrl,
        @Nullable String user,
        int http) {}
