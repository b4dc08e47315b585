package dev.lagzero.app.pipeline;

import dev.lagzero.app.config.SourceSettings;
import dev.lagzero.capture.CaptureException;
import dev.lagzero.capture.Captures;
import dev.lagzero.capture.file.SourceBusyException;
import java.util.List;

/** What of a source is not replicated, listed once: before its first copy. */
final class SourceNotices {

    private SourceNotices() {}

    /** For use before the source is captured in this process. */
    static List<String> of(SourceSettings source) {
        try {
            return Captures.describe(source.name(), source.file()).notices();
        } catch (CaptureException e) {
            if (e.getCause() instanceof SourceBusyException) {
                return List.of("the database was locked at the start: what is not replicated could not be listed");
            }
            throw e;
        }
    }
}
