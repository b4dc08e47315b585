package dev.lagzero.app.pipeline;

import dev.lagzero.app.config.SourceSettings;
import dev.lagzero.capture.CaptureException;
import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.file.SqliteFile;
import java.util.List;

/** Looks at the sources before anything is started or created. */
public final class SourceCheck {

    private SourceCheck() {}

    /** @throws CaptureException when a file cannot be a source, with what to try */
    public static void check(List<SourceSettings> sources) {
        for (SourceSettings source : sources) {
            if (source.isMemory()) {
                continue;
            }
            try {
                SqliteFile.check(source.name(), source.file(), source.readOnly());
            } catch (CaptureFault e) {
                throw new CaptureException(e.getMessage(), e);
            }
        }
    }
}
