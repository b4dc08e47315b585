package dev.lagzero.capture.shadow;

import dev.lagzero.capture.disk.Disk;
import dev.lagzero.capture.page.Pages;
import dev.lagzero.capture.spool.PageSetHeader;
import dev.lagzero.capture.spool.Spool.PageOf;
import dev.lagzero.schemas.moment.Moment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The page image itself: page n begins at (n - 1) times the page size. Several threads may read. */
final class Shadow implements Pages, AutoCloseable {

    /** So much is written, at most, before it is synced: other syncs are not to wait behind all of a first copy. */
    private static final long UNSYNCED = 16L << 20;

    private final Path file;
    private @Nullable FileChannel channel;
    private volatile int pageSize;
    private volatile int pageCount;

    Shadow(Path file, int pageSize, int pageCount) {
        this.file = file;
        this.pageSize = pageSize;
        this.pageCount = pageCount;
    }

    private synchronized FileChannel open() throws IOException {
        if (channel == null) {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        }
        return channel;
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
            Disk.readFully(open(), ByteBuffer.wrap(page), (pageNumber - 1L) * page.length);
        } catch (IOException e) {
            throw Disk.fault(file, "reading", e);
        }
        return page;
    }

    /**
     * Takes over pages. Doing it again, also after doing half of it, comes to the same: also when the page size changes,
     * because then all pages are there.
     */
    void fold(Iterable<PageOf> pages, PageSetHeader last) {
        int size = last.pageSize();
        long unsynced = 0;
        try {
            for (PageOf page : pages) {
                byte[] content = page.set().page(page.index());
                Disk.writeFully(open(), ByteBuffer.wrap(content), (page.number() - 1L) * size);
                Moment.MID_FOLD.passed();
                unsynced += size;
                if (unsynced >= UNSYNCED) {
                    sync();
                    unsynced = 0;
                }
            }
            open().truncate((long) last.pageCount() * size);
        } catch (IOException e) {
            throw Disk.fault(file, "writing", e);
        }
        pageSize = size;
        pageCount = last.pageCount();
    }

    void sync() {
        try {
            open().force(false);
        } catch (IOException e) {
            throw Disk.fault(file, "syncing", e);
        }
    }

    /** Forgets all pages. */
    void clear() {
        try {
            open().truncate(0);
        } catch (IOException e) {
            throw Disk.fault(file, "truncating", e);
        }
        pageSize = 0;
        pageCount = 0;
    }

    /** Gives the descriptor back until it is needed again. */
    synchronized void release() {
        try {
            if (channel != null) {
                channel.close();
                channel = null;
            }
        } catch (IOException e) {
            throw Disk.fault(file, "closing", e);
        }
    }

    @Override
    public void close() {
        release();
    }
}
