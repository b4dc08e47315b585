package dev.lagzero.bench.writer;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How much of a write-ahead log is in use, out of SQLite's shared index (walformat, "The WAL-Index Header"). The file's
 * length would tell of the longest it ever was.
 */
final class LogLength {

    private static final int HEADER = 48;
    private static final int PAGE_SIZE = 14;
    private static final int FRAMES = 16;

    private final MappedByteBuffer index;

    /** Kept open: closing any descriptor of a file gives up all locks that the process has on it. */
    private final FileChannel channel;

    private LogLength(FileChannel channel) throws IOException {
        this.channel = channel;
        this.index = channel.map(FileChannel.MapMode.READ_ONLY, 0, HEADER);
        index.order(ByteOrder.nativeOrder());
    }

    /** To be called when the process has read from the database, so that the index is there. */
    static LogLength of(Path database) throws IOException {
        return new LogLength(FileChannel.open(Path.of(database + "-shm"), StandardOpenOption.READ));
    }

    long bytes() {
        int pageSize = Short.toUnsignedInt(index.getShort(PAGE_SIZE));
        return channel.isOpen() ? index.getInt(FRAMES) * (long) (pageSize == 1 ? 1 << 16 : pageSize) : 0;
    }
}
