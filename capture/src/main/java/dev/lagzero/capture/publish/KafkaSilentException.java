package dev.lagzero.capture.publish;

import dev.lagzero.capture.fault.CaptureFault;
import org.jspecify.annotations.Nullable;

/** Kafka did not answer in time. It may later: who can wait, tries again. */
public final class KafkaSilentException extends CaptureFault {
    private static final long serialVersionUID = 1L;

    KafkaSilentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
