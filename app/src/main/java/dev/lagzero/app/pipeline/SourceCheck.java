package dev.lagzero.app.pipeline;

import dev.lagzero.app.config.SourceSettings;
import dev.lagzero.capture.CaptureException;
import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.file.SqliteFile;
import java.util.List;

/** Looks at the sources before anything is started or created. */
public final class SourceCheck {

    private SourceCheck() {}

    /**
     * One of several that cannot be followed is for its capture to say: the others go on.
     *
     * @throws CaptureException of the first when no file can be a source, with what to try
     */
    public static void check(List<SourceSettings> sources) {
        CaptureFault first = null;
        for (SourceSettings source : sources) {
            if (source.isMemory()) {
                continue;
            }
            try {
                SqliteFile.check(source.name(), source.file(), source.readOnly());
                return;
            } catch (CaptureFault e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw new CaptureException(first.getMessage(), first);
        }
    }
}
