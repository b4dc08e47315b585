package dev.lagzero.capture.torture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Counts how often a write-ahead log begins anew. */
final class Resets {

    private final Path log;
    private int count;
    private long generation;

    Resets(Path database) {
        this.log = Path.of(database + "-wal");
    }

    /** To be called after each transaction. Each generation of a log has other salts in its header. */
    void look() throws IOException {
        try (FileChannel channel = FileChannel.open(log)) {
            ByteBuffer salts = ByteBuffer.allocate(8);
            long found = channel.read(salts, 16) == 8 ? salts.getLong(0) : generation;
            count += found == generation ? 0 : 1;
            generation = found;
        }
    }

    int count() {
        return count;
    }
}
