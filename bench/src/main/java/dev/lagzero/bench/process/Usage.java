package dev.lagzero.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What a process takes, as Linux counts it. */
public record Usage(Process process) {

    public long cpuNanos() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    public long threads() throws IOException {
        return status("Threads:");
    }

    public long residentBytes() throws IOException {
        return status("VmRSS:") * 1024;
    }

    /** The most that was resident at once so far. */
    public long peakBytes() throws IOException {
        return status("VmHWM:") * 1024;
    }

    public long openFiles() throws IOException {
        try (Stream<Path> open = Files.list(home().resolve("fd"))) {
            return open.count();
        }
    }

    private long status(String field) throws IOException {
        try (Stream<String> lines = Files.lines(home().resolve("status"))) {
            String line =
                    lines.filter(each -> each.startsWith(field)).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", ""));
        }
    }

    private Path home() {
        return Path.of("/proc", Long.toString(process.pid()));
    }
}
