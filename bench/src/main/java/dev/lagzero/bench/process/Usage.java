package dev.lagzero.bench.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What a process takes, as Linux counts it. */
public record Usage(Process process) {

    /** Linux counts a hundred of them a second. */
    private static final long TICK_NANOS = 10_000_000;

    public long cpuNanos() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    /** Of that, what Java's compilers took. */
    public long compilingNanos() throws IOException {
        long ticks = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(home().resolve("task"))) {
            for (Path thread : threads) {
                ticks += compilingTicks(thread);
            }
        }
        return ticks * TICK_NANOS;
    }

    /** The 14th and 15th field of proc(5)'s stat are a thread's time outside and inside the system. */
    private static long compilingTicks(Path thread) {
        String stat;
        try {
            stat = Files.readString(thread.resolve("stat"));
        } catch (IOException ended) {
            return 0;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        boolean compiles = stat.contains("(C1 ") || stat.contains("(C2 ");
        return compiles ? Long.parseLong(fields[11]) + Long.parseLong(fields[12]) : 0;
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
