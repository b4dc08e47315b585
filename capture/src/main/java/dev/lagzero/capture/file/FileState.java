package dev.lagzero.capture.file;

import dev.lagzero.capture.page.Pages;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pages of a source at one commit, while SQLite's lock holds them in place. For looking, not for copying. */
public final class FileState implements Pages, AutoCloseable {

    private final SqliteFile file;
    private final FilePages pages;
    private final Map<Integer, Integer> frames = new HashMap<>();
    private @Nullable WalCursor cursor;
    private int pageCount;

    private FileState(SqliteFile file) throws IOException {
        this.file = file;
        this.pages = file.pages();
        this.pageCount = pages.pageCount();
        FileChannel log = file.log();
        WalHeader header = log == null || !file.isInWalMode() ? null : WalCursor.readHeader(log);
        WalIndex index = file.mapIndex();
        if (log != null && header != null && index != null) {
            WalIndexHeader committed = index.read();
            if (header.salt1() == committed.salt1() && header.salt2() == committed.salt2()) {
                WalCursor reading = WalCursor.start(header);
                reading.advance(log, committed.frames(), committed.frames(), this::take);
                cursor = reading;
            }
        }
    }

    /** @throws SourceBusyException when a lock keeps readers out */
    public static FileState of(SqliteFile file) {
        file.lock();
        try {
            file.refresh();
            return new FileState(file);
        } catch (IOException e) {
            file.unlock();
            throw file.unreadable(e);
        } catch (RuntimeException e) {
            file.unlock();
            throw e;
        }
    }

    private void take(WalCursor.Commit commit) {
        for (int i = 0; i < commit.pages().length; i++) {
            frames.put(commit.pages()[i], commit.first() + i);
        }
        pageCount = commit.databasePages();
    }

    @Override
    public int pageSize() {
        return pages.pageSize();
    }

    @Override
    public int pageCount() {
        return pageCount;
    }

    @Override
    public byte[] read(int pageNumber) {
        byte[] page = new byte[pageSize()];
        Integer frame = frames.get(pageNumber);
        FileChannel log = file.log();
        if (frame == null || cursor == null || log == null) {
            pages.read(pageNumber, page);
        } else {
            try {
                cursor.read(log, frame, page);
            } catch (IOException e) {
                throw file.unreadable(e);
            }
        }
        return page;
    }

    @Override
    public void close() {
        file.unlock();
    }
}
