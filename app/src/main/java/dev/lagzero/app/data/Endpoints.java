package dev.lagzero.app.data;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * Where the servers of a running process listen. No passwords.
 *
 * @param pid the process that runs
 * @param pipeline what runs
 * @param kafka {@code host:port}
 * @param jdbcUrl the target
 * @param embeddedTarget whether the target is a server of ours
 * @param http the port on 127.0.0.1; 0: none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Endpoints(
        long pid, String pipeline, String kafka, @Nullable String jdbcUrl, boolean embeddedTarget, int http) {}
