package dev.lagzero.capture.diff;

import dev.lagzero.capture.page.Pages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;

/** The pages of a database file as it stood when it was read, in memory. */
class MemoryPages implements Pages {

    static final MemoryPages NONE = new MemoryPages(new byte[0]);

    private final byte[] file;
    private final int pageSize;
    private long reads;

    MemoryPages(byte[] file) {
        this.file = file;
        int stored = file.length < 100 ? 4096 : (file[16] & 0xff) << 8 | (file[17] & 0xff);
        this.pageSize = stored == 1 ? 65536 : stored;
    }

    /** The same pages, of which none has been read. */
    MemoryPages(MemoryPages other) {
        this(other.file);
    }

    /** The same pages but for one. */
    MemoryPages with(int pageNumber, byte[] page) {
        byte[] changed = file.clone();
        System.arraycopy(page, 0, changed, (pageNumber - 1) * pageSize, pageSize);
        return new MemoryPages(changed);
    }

    static MemoryPages of(Path path) {
        try {
            return new MemoryPages(Files.readAllBytes(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int pageSize() {
        return pageSize;
    }

    @Override
    public int pageCount() {
        return file.length / pageSize;
    }

    @Override
    public byte[] read(int pageNumber) {
        reads++;
        return Arrays.copyOfRange(file, (pageNumber - 1) * pageSize, pageNumber * pageSize);
    }

    long reads() {
        return reads;
    }

    /** Pages of {@code after} that differ from this. */
    BitSet changed(MemoryPages after) {
        BitSet changed = new BitSet();
        for (int page = 1; page <= after.pageCount(); page++) {
            boolean same = pageSize == after.pageSize
                    && page <= pageCount()
                    && Arrays.equals(
                            file,
                            (page - 1) * pageSize,
                            page * pageSize,
                            after.file,
                            (page - 1) * pageSize,
                            page * pageSize);
            changed.set(page, !same);
        }
        return changed;
    }
}
