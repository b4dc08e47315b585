package dev.lagzero.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a figure was measured on. */
record Machine(int cores, long bytes) {

    static Machine here() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
            String total = lines.filter(line -> line.startsWith("MemTotal:"))
                    .findFirst()
                    .orElseThrow();
            return new Machine(
                    Runtime.getRuntime().availableProcessors(), Long.parseLong(total.replaceAll("\\D", "")) * 1024);
        }
    }

    /** As {@code 4 cores, 24 GiB}: the system keeps a part of the memory for itself, so it is rounded up. */
    @Override
    public String toString() {
        return cores + " cores, " + Math.ceilDiv(bytes, 1L << 30) + " GiB";
    }
}
