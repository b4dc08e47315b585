package dev.lagzero.capture.shadow;

import dev.lagzero.capture.disk.Disk;
import dev.lagzero.capture.page.Pages;
import dev.lagzero.capture.spool.PageSet;
import dev.lagzero.schemas.moment.Moment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The page image itself: page n begins at (n - 1) times the page size. Several threads may read. */
final class Shadow implements Pages, AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private volatile int pageSize;
    private volatile int pageCount;

    Shadow(Path file, int pageSize, int pageCount) {
        this.file = file;
        this.pageSize = pageSize;
        this.pageCount = pageCount;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw Disk.fault(file, "opening", e);
        }
    }

    @Override
    public int pageSize() {
        return pageSize;
    }

    @Override
    public int pageCount() {
        return pageCount;
    }

    @Override
    public byte[] read(int pageNumber) {
        byte[] page = new byte[pageSize];
        try {
            Disk.readFully(channel, ByteBuffer.wrap(page), (pageNumber - 1L) * page.length);
        } catch (IOException e) {
            throw Disk.fault(file, "reading", e);
        }
        return page;
    }

    /**
     * Takes over a set's pages. Doing it again, also after doing half of it, comes to the same: also when the page size
     * changes, because such a set holds all pages.
     */
    void fold(PageSet set) {
        int size = set.header().pageSize();
        try {

            for (int i = 0; i < set.size(); i++) {
                Disk.writeFully(channel, ByteBuffer.wrap(set.page(i)), (set.number(i) - 1L) * size);
                Moment.MID_FOLD.passed();
            }
            channel.truncate((long) set.header().pageCount() * size);
        } catch (IOException e) {
            throw Disk.fault(file, "writing", e);
        }
        pageSize = size;
        pageCount = set.header().pageCount();
    }

    void sync() {
        try {
            channel.force(false);
        } catch (IOException e) {
            throw Disk.fault(file, "syncing", e);
        }
    }

    /** Forgets all pages. */
    void clear() {
        try {
            channel.truncate(0);
        } catch (IOException e) {
            throw Disk.fault(file, "truncating", e);
        }
        pageSize = 0;
        pageCount = 0;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw Disk.fault(file, "closing", e);
        }
    }
}
