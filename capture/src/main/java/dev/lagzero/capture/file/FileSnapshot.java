package dev.lagzero.capture.file;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Pages straight from the source: the newest committed frame of the log, else the database file. */
record FileSnapshot(
        SqliteFile file,
        int pageSize,
        int pageCount,
        @Nullable BitSet candidates) implements SourceSnapshot {

    @Override
    public byte[] read(int pageNumber) {
        return file.page(pageNumber, pageSize);
    }

    @Override
    public boolean isWhole() {
        return file.isWhole();
    }

    @Override
    public void close() {
        file.end();
    }
}
