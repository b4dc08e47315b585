package dev.lagzero.app.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Puts what the broker has acknowledged onto the disk: Kafka on one node survives the death of its process, but not the
 * loss of power, unless its segments are synced. Segments are named by their first offset in 20 digits, so the newest
 * one is the last by name; older ones than the newest of the flush before cannot have changed.
 */
final class SegmentFlush {

    private final Path log;
    private final Map<String, String> newestFlushed = new ConcurrentHashMap<>();

    SegmentFlush(Path log) {
        this.log = log;
    }

    void flush(String topic, int partition) {
        String name = topic + "-" + partition;
        Path directory = log.resolve(name);
        try {
            List<String> segments = segments(directory);
            String from = newestFlushed.getOrDefault(name, "");
            for (String segment : segments) {
                if (segment.compareTo(from) >= 0) {
                    force(directory.resolve(segment), StandardOpenOption.WRITE);
                }
            }
            force(directory, StandardOpenOption.READ);
            if (!segments.isEmpty()) {
                newestFlushed.put(name, segments.getLast());
            }
        } catch (IOException e) {
            throw new EmbeddedException("cannot sync the log of " + name + " in " + directory, e);
        }
    }

    private static List<String> segments(Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.log")) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        Collections.sort(names);
        return names;
    }

    private static void force(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }
}
