package dev.lagzero.capture.session;

import dev.lagzero.capture.diff.CaptureScope;
import dev.lagzero.capture.follow.Limits;
import dev.lagzero.capture.shadow.ShadowState;
import dev.lagzero.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * What is captured and where its state is kept.
 *
 * @param source what the source is called; part of file names
 * @param readOnly never write to the source, not even to copy its log back
 * @param alone nobody else in this process opens the source: SQLite's locks belong to processes, so only then a lock
 *     can be held beside SQLite
 */
public record SessionConfig(
        Topics topics,
        String source,
        Path file,
        Path dataDirectory,
        CaptureScope scope,
        boolean readOnly,
        boolean alone,
        Limits limits) {

    public SessionConfig {
        if (!source.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
            throw new IllegalArgumentException("source \"" + source
                    + "\": use up to 63 letters, digits, dots, - and _, starting with a letter or digit");
        }
        file = file.toAbsolutePath().normalize();
    }

    ShadowState.Owner owner() {
        return new ShadowState.Owner(source, file.toString());
    }

    /** Names the scope: another one yields other events from the same pages. */
    String scopeName() {
        CRC32C crc = new CRC32C();
        crc.update(scope.toString().getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
