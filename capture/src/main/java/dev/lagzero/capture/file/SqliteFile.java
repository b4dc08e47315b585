package dev.lagzero.capture.file;

import dev.lagzero.capture.disk.Disk;
import dev.lagzero.capture.fault.CaptureFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * One source file, open: tells cheaply whether anything was committed, and takes snapshots. Used by one thread, and
 * opened once per file and process (see {@link TrackedFile} for why).
 */
public final class SqliteFile implements AutoCloseable {

    private static final int HOLE_RETRIES = 5;

    private final String source;
    private final Path path;
    private final Path scratch;
    private final TrackedFile database;
    private final TrackedFile log;
    private final TrackedFile index;
    private final ReadTransaction transaction;
    private final WalScan scan = new WalScan();
    private boolean logTakenOver;

    private SqliteFile(String source, Path path, Path scratch) throws IOException {
        this.source = source;
        this.path = path;
        this.scratch = scratch;
        database = new TrackedFile(path, true);
        log = new TrackedFile(beside("-wal"), false);
        index = new TrackedFile(beside("-shm"), true);
        database.refresh();
        transaction = new ReadTransaction(source, path);
    }

    /** Fails with the reason when the path is no database that can be followed, without touching anything. */
    public static void check(String source, Path file) {
        FileCheck.check(source, file);
    }

    /** @param scratch a folder for a copy, should the file's log be unreadable */
    public static SqliteFile open(String source, Path file, Path scratch) {
        FileCheck.check(source, file);
        try {
            return new SqliteFile(source, file.toAbsolutePath(), scratch);
        } catch (IOException e) {
            throw new CaptureFault(FileCheck.what(source, file) + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** What the file looks like now. Taken before a snapshot, it never claims more than the snapshot holds. */
    public Fingerprint fingerprint() {
        try {
            TrackedFile.State file = database.refresh();
            if (file.equals(TrackedFile.State.MISSING)) {
                throw new SourceBusyException(FileCheck.what(source, path) + " is missing.");
            }
            boolean shared = !index.refresh().key().isEmpty();
            // The shared index tells of every commit; without it the log's length has to.
            long logSize = log.refresh().size();
            ByteBuffer contents = ByteBuffer.allocate(200);
            contents.put(database.head(16, 16)).put(database.head(92, 8));
            contents.put(log.head(0, WalHeader.SIZE)).put(index.head(0, WalIndexHeader.SIZE));
            contents.putLong(shared ? 0 : logSize).flip();
            return new Fingerprint(file.key(), file.size(), contents);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * Takes the newest commit. Writers of a WAL database are not held up by an open snapshot; in the rollback modes they
     * cannot commit until it is closed.
     *
     * @throws SourceBusyException when a lock keeps readers out
     */
    public SourceSnapshot snapshot() {
        transaction.begin();
        try {
            return read();
        } catch (IOException e) {
            transaction.end();
            throw unreadable(e);
        } catch (CaptureFault | SourceBusyException e) {
            transaction.end();
            throw e;
        }
    }

    private SourceSnapshot read() throws IOException {
        long size = database.refresh().size();
        log.refresh();
        index.refresh();
        byte[] head = database.head(0, DatabaseHeader.SIZE);
        if (head.length < DatabaseHeader.SIZE) {
            return new FileSnapshot(this, 0, 0, null);
        }
        DatabaseHeader header = DatabaseHeader.parse(head);
        FileChannel wal = log.channel();
        if (!header.wal() || wal == null) {
            FileCheck.checkWhole(source, path, header, size);
            logTakenOver = false;
            return new FileSnapshot(this, header.pageSize(), header.pagesIn(size), null);
        }
        return readLog(wal, header, size);
    }

    private SourceSnapshot readLog(FileChannel wal, DatabaseHeader header, long size) throws IOException {
        for (int attempt = 0; attempt <= HOLE_RETRIES; attempt++) {
            WalIndexHeader committed = WalIndexHeader.parse(index.head(0, WalIndexHeader.SIZE));
            logTakenOver &= scan.advance(wal);
            if (scan.isOf(committed) && scan.frames() < committed.frames()) {
                Thread.onSpinWait();
                continue;
            }
            BitSet candidates = logTakenOver ? scan.touched() : null;
            if (scan.databasePages() > 0) {
                return new FileSnapshot(this, scan.pageSize(), scan.databasePages(), candidates);
            }
            FileCheck.checkWhole(source, path, header, size);
            return new FileSnapshot(this, header.pageSize(), header.pagesIn(size), candidates);
        }
        // A frame that cannot be read lies among committed ones, as SQLite before 3.51.3 can leave behind after
        // ROLLBACK TO: only SQLite's own index leads past it.
        logTakenOver = false;
        return CopiedSnapshot.of(transaction, scratch);
    }

    /** Everything in the last snapshot has been taken over; the next one's candidates count from there. */
    public void accept() {
        logTakenOver = true;
        scan.forgetTouched();
    }

    byte[] page(int number, int pageSize) {
        byte[] page = new byte[pageSize];
        try {
            long offset = scan.offsetOf(number);
            FileChannel wal = log.channel();
            FileChannel file = database.channel();
            if (offset >= 0 && wal != null) {
                Disk.readFully(wal, ByteBuffer.wrap(page), offset);
            } else if (file != null) {
                // Beyond the end of the file there are only zeros: pages that were freed before they were ever written.
                Disk.readFully(file, ByteBuffer.wrap(page), (number - 1L) * pageSize);
            }
            return page;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    boolean isWhole() {
        FileChannel wal = log.channel();
        try {
            return wal == null || scan.isUnchanged(wal);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    void end() {
        transaction.end();
    }

    private Path beside(String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    private CaptureFault unreadable(IOException e) {
        return new CaptureFault(FileCheck.what(source, path) + " cannot be read: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        transaction.close();
        try {
            log.close();
            index.close();
            database.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }
}
