package dev.lagzero.app.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What following a source takes on disk, looked at when asked.
 *
 * @param log the source's write-ahead log
 * @param spoolDirectory where capture keeps what is not published yet
 * @param walLimit bytes
 * @param spoolLimit bytes
 */
public record SourceBytes(String source, Path log, Path spoolDirectory, long walLimit, long spoolLimit) {

    /** NaN when it cannot be looked at; 0 when there is none. */
    double wal() {
        try {
            return size(log);
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    double spool() {
        if (!Files.isDirectory(spoolDirectory)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(spoolDirectory)) {
            List<Path> all = files.toList();
            double sum = 0;
            for (Path file : all) {
                sum += size(file);
            }
            return sum;
        } catch (IOException | UncheckedIOException e) {
            return Double.NaN;
        }
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException gone) {
            return 0;
        }
    }
}
