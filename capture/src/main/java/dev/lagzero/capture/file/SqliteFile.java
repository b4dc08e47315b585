package dev.lagzero.capture.file;

import dev.lagzero.capture.disk.Disk;
import dev.lagzero.capture.fault.CaptureFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One source file, open: tells cheaply whether anything was committed, and gives access to its pages and its log. Used
 * by one thread at a time, and opened once per file and process (see {@link TrackedFile} for why).
 */
public final class SqliteFile implements AutoCloseable {

    private final String source;
    private final Path path;
    private final boolean readOnly;
    private final TrackedFile database;
    private final TrackedFile log;
    private final TrackedFile index;
    private @Nullable SqliteSession session;
    private @Nullable WalTail tail;

    private SqliteFile(String source, Path path, boolean readOnly) throws IOException {
        this.source = source;
        this.path = path;
        this.readOnly = readOnly;
        database = new TrackedFile(path, true, false);
        log = new TrackedFile(beside("-wal"), false, false);
        index = new TrackedFile(beside("-shm"), true, !readOnly);
        database.refresh();
    }

    /** Fails with the reason when the path is no database that can be followed, without touching anything. */
    public static void check(String source, Path file, boolean readOnly) {
        FileCheck.check(source, file, readOnly);
    }

    /** @param readOnly never copy the log back, never write */
    public static SqliteFile open(String source, Path file, boolean readOnly) {
        FileCheck.check(source, file, readOnly);
        try {
            return new SqliteFile(source, file.toAbsolutePath(), readOnly);
        } catch (IOException e) {
            throw new CaptureFault(FileCheck.what(source, file) + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** What the file looks like now. Taken before it is read, it never claims more than was read. */
    public Fingerprint fingerprint() {
        try {
            TrackedFile.State file = database.refresh();
            if (file.equals(TrackedFile.State.MISSING)) {
                throw new SourceBusyException(FileCheck.what(source, path) + " is missing.");
            }
            boolean shared = index.refresh().isThere();
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
     * Whether the paths still lead to the files that were looked at: the database, and the index of its log, which
     * somebody may have deleted beneath those who have it open.
     */
    public boolean isSame(Fingerprint seen) {
        try {
            return database.look().key().equals(seen.file()) && !isIndexReplaced();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private boolean isIndexReplaced() throws IOException {
        TrackedFile.State known = index.state();
        return tail != null && known.isThere() && !index.look().key().equals(known.key());
    }

    /** Whether the database is in WAL mode, so that there is a log to be followed. */
    public boolean isInWalMode() {
        byte[] head = head();
        return head.length == DatabaseHeader.SIZE && DatabaseHeader.parse(head).wal();
    }

    /** What the file's header says of the SQLite that wrote it last: 3040001 for 3.40.1; 0 when it says nothing. */
    public int writerVersion() {
        byte[] head = head();
        return head.length < DatabaseHeader.SIZE ? 0 : ByteBuffer.wrap(head).getInt(96);
    }

    private byte[] head() {
        try {
            database.refresh();
            return database.head(0, DatabaseHeader.SIZE);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The log's end; the connections that hold its marks are opened when it is first asked for. */
    public WalTail tail() {
        if (tail == null) {
            SharedIndex shared = new SharedIndex(this::mapIndex);
            Checkpoints.Locks locks = new Checkpoints.Locks(
                    new CheckpointLock(lock(IndexLock.COPYING_BACK)),
                    lock(IndexLock.WRITERS),
                    new BetweenCommits(shared));
            tail = new WalTail(
                    this,
                    new ReadMarks(connect(SqliteSession.BUSY_MILLIS), connect(SqliteSession.BUSY_MILLIS)),
                    new Checkpoints(connect(0), connect(0), !readOnly, locks),
                    shared);
        }
        return tail;
    }

    private IndexLock lock(long number) {
        return new IndexLock(number, index::channel, this::unreadable);
    }

    /**
     * Takes SQLite's shared lock. In the rollback modes writers cannot commit until it is {@linkplain #unlock given
     * back}; in WAL mode nobody is held up.
     *
     * @throws SourceBusyException when a lock keeps readers out
     */
    public void lock() {
        if (session == null) {
            session = connect(SqliteSession.BUSY_MILLIS);
        }
        session.begin();
    }

    /** Gives the shared lock back. */
    public void unlock() {
        if (session != null) {
            session.end();
        }
    }

    private SqliteSession connect(int busyMillis) {
        return new SqliteSession(source, path, readOnly, busyMillis);
    }

    /** The pages of the database file as it stands, without its log. */
    public FilePages pages() {
        byte[] head = head();
        if (head.length < DatabaseHeader.SIZE) {
            return new FilePages(this, 0, 0, 0);
        }
        DatabaseHeader header = DatabaseHeader.parse(head);
        long size = database.state().size();
        if (!header.wal()) {
            FileCheck.checkWhole(source, path, header, size);
        }
        return new FilePages(this, header.pageSize(), header.pagesIn(size), header.changeCounter());
    }

    /** Reads a page from the database file; behind its end there are zeros. */
    void readPage(int number, byte[] page) {
        FileChannel file = database.channel();
        try {
            ByteBuffer into = ByteBuffer.wrap(page);
            int count = file == null ? 0 : Disk.readFully(file, into, (number - 1L) * page.length);
            // Pages that were freed before they were ever written are not there.
            java.util.Arrays.fill(page, count, page.length, (byte) 0);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Looks at the log's and the index's paths again. */
    void refresh() {
        try {
            log.refresh();
            index.refresh();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Nullable
    FileChannel database() {
        return database.channel();
    }

    @Nullable
    FileChannel log() {
        return log.channel();
    }

    @Nullable
    WalIndex mapIndex() {
        try {
            index.refresh();
            FileChannel shared = index.channel();
            return shared == null ? null : WalIndex.map(shared);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private Path beside(String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    CaptureFault unreadable(IOException e) {
        return new CaptureFault(FileCheck.what(source, path) + " cannot be read: " + e.getMessage(), e);
    }

    /**
     * Gives back what an idle source does not need. The read mark stays, and with it one connection: without a mark a
     * writer may begin the log anew, and another process may copy that back and begin it anew once more, before anybody
     * looks.
     */
    public void ease() {
        if (tail != null) {
            tail.ease();
        }
        if (session != null) {
            session.close();
            session = null;
        }
        try {
            log.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Ends all connections and marks, and keeps looking at the file; descriptors are given back. */
    public void rest() {
        if (tail != null) {
            tail.close();
            tail = null;
        }
        if (session != null) {
            session.close();
            session = null;
        }
        try {
            log.close();
            index.close();
            database.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public void close() {
        rest();
    }
}
