package dev.lagzero.capture.disk;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.lagzero.capture.fault.CaptureFault;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this process may open as many files as its sources need. */
public final class OpenFiles {

    /** An idle source: its lock, the database, the log's index, and a connection with the read mark. */
    static final int IDLE = 10;

    /** A source that is written to, besides: the log, other connections, spool and shadow. */
    static final int BUSY = 12;

    private static final Logger LOG = LoggerFactory.getLogger(OpenFiles.class);

    /** What Kafka's clients and the libraries open while they work. */
    private static final int ROOM = 200;

    private OpenFiles() {}

    /**
     * Warns when the sources could not all be written to at once.
     *
     * @throws CaptureFault when not even idle ones would fit
     */
    public static void check(int sources) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            check(sources, system.getOpenFileDescriptorCount(), system.getMaxFileDescriptorCount());
        }
    }

    static void check(int sources, long open, long limit) {
        long idle = open + ROOM + (long) sources * IDLE;
        long busy = idle + (long) sources * BUSY;
        if (idle > limit) {
            throw new CaptureFault(message(sources, idle, limit));
        }
        if (busy > limit) {
            LOG.warn(
                    "event=few-open-files note=\"when all are written to at once: {}\"", message(sources, busy, limit));
        }
    }

    private static String message(int sources, long needed, long limit) {
        return String.format(
                Locale.ROOT,
                "%d sources need up to %d open files, and this process may open %d. Raise the limit: ulimit -Hn %d in"
                        + " the shell that starts it, LimitNOFILE=%d in a systemd unit, or"
                        + " --ulimit nofile=%d for a container; or follow fewer sources in one process.",
                sources,
                needed,
                limit,
                needed,
                needed,
                needed);
    }
}
