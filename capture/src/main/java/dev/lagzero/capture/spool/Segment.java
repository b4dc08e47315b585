package dev.lagzero.capture.spool;

import dev.lagzero.capture.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One file of the spool: 16 bytes of its own, then sets one behind the other. It grows ahead of what is written by
 * zeros, so that syncing a set writes data and no metadata. Its salt is part of all checksums in it: bytes that were
 * copied from elsewhere, or left behind by a set that was given up, are no set.
 *
 * <p>Several threads may read while one appends.
 */
final class Segment {

    static final int START = 16;
    private static final long MAGIC = 0x4c5a_5350_4f4f_4c32L;
    private static final int AHEAD = 1 << 20;
    private static final int LARGE = 256 << 10;
    private static final int LEAST_AHEAD = 64 << 10;

    private final Path file;
    private final byte[] salt;
    private volatile @Nullable FileChannel channel;
    private long tail;
    private long shown;
    private long written;
    private volatile boolean unsynced;
    private volatile boolean syncing;
    private boolean named = true;
    private final Object work = new Object();
    private int uses;

    private Segment(Path file, long salt, long tail, long written) {
        this.file = file;
        this.salt = ByteBuffer.allocate(8).putLong(salt).array();
        this.tail = tail;
        this.shown = tail;
        this.written = written;
    }

    /** A new, empty file. Its name is durable when it is {@linkplain #sync synced}. */
    static Segment create(Path file) {
        long salt = new SecureRandom().nextLong();
        Segment segment = new Segment(file, salt, START, 0);
        try {
            Disk.writeFully(segment.open(), head(LEAST_AHEAD, salt), 0);
            segment.written = LEAST_AHEAD;
            segment.named = false;
            segment.unsynced = true;
            return segment;
        } catch (IOException e) {
            throw Disk.fault(file, "writing", e);
        }
    }

    /** A new, empty one in a file that {@linkplain #retire another} left; it takes a new name. */
    static Segment over(Path spare, Path file) {
        long salt = new SecureRandom().nextLong();
        try {
            FileChannel channel = FileChannel.open(spare, StandardOpenOption.READ, StandardOpenOption.WRITE);
            Segment segment = new Segment(file, salt, START, channel.size());
            segment.channel = channel;
            // Before it has its name: under that nobody may ever find what was in it.
            Disk.writeFully(channel, head(START, salt), 0);
            Files.move(spare, file, StandardCopyOption.ATOMIC_MOVE);
            segment.named = false;
            segment.unsynced = true;
            return segment;
        } catch (IOException e) {
            throw Disk.fault(file, "writing", e);
        }
    }

    private static ByteBuffer head(int length, long salt) {
        return ByteBuffer.allocate(length).putLong(MAGIC).putLong(salt).clear();
    }

    /** A file of an earlier run, null when it was not even begun whole. Its tail is yet to be found. */
    static @Nullable Segment existing(Path file) {
        Segment unread = new Segment(file, 0, START, 0);
        try {
            ByteBuffer head = ByteBuffer.allocate(START);
            int length = Disk.readFully(unread.open(), head, 0);
            long size = unread.open().size();
            unread.release();
            return length < START || head.getLong(0) != MAGIC ? null : new Segment(file, head.getLong(8), START, size);
        } catch (IOException e) {
            throw Disk.fault(file, "reading", e);
        }
    }

    private FileChannel open() throws IOException {
        FileChannel opened = channel;
        return opened == null ? reopen() : opened;
    }

    private synchronized FileChannel reopen() throws IOException {
        FileChannel opened = channel;
        if (opened == null) {
            opened = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            channel = opened;
        }
        return opened;
    }

    /** A checksum that only bytes of this segment have. */
    CRC32C checksum() {
        CRC32C crc = new CRC32C();
        salt(crc);
        return crc;
    }

    void salt(CRC32C crc) {
        crc.update(salt, 0, salt.length);
    }

    /** Where the next set begins. */
    long tail() {
        return tail;
    }

    long size() {
        return written;
    }

    /** Everything up to here is whole. */
    void endAt(long offset) {
        tail = offset;
    }

    /** What is whole may be read by others. */
    void show() {
        shown = tail;
    }

    /** Somebody needs one more of its sets. */
    void use() {
        uses++;
    }

    /** Nobody needs one of its sets any more. */
    void unuse() {
        uses--;
    }

    boolean isUsed() {
        return uses > 0;
    }

    /** Whether there is a whole set that nobody was shown. */
    boolean holdsUnshown() {
        return shown < tail;
    }

    /**
     * Everything up to here was found whole; what is behind is removed, unless it is zeros. Left there, it could become
     * part of the spool again, when a set just as long is written in front of it. Nobody knows whether what was found
     * survives a power loss, so it counts as unsynced.
     */
    void cutAt(long offset) {
        try {
            if (!isZero(offset)) {
                open().truncate(offset);
                written = offset;
            }
        } catch (IOException e) {
            throw Disk.fault(file, "truncating", e);
        }
        tail = offset;
        shown = offset;
        unsynced = true;
    }

    private boolean isZero(long from) {
        ByteBuffer zeros = ByteBuffer.allocate(LEAST_AHEAD);
        ByteBuffer found = ByteBuffer.allocate(LEAST_AHEAD);
        long at = from;
        for (int length = read(found, at); length > 0; length = read(found.clear(), at)) {
            if (!found.flip().equals(zeros.slice(0, length))) {
                return false;
            }
            at += length;
        }
        return true;
    }

    void write(ByteBuffer bytes, long offset) {
        try {
            long end = offset + bytes.remaining();
            if (end > written) {
                reach(end, bytes.remaining());
            }
            Disk.writeFully(open(), bytes, offset);
            // Not before: a sync that comes in between would take the mark and miss the bytes.
            unsynced = true;
        } catch (IOException e) {
            throw Disk.fault(file, "writing", e);
        }
    }

    /** A large write is its own growth: only small ones gain from zeros ahead. */
    private void reach(long end, int length) throws IOException {
        if (length < LARGE) {
            long ahead = Math.clamp(written, LEAST_AHEAD, AHEAD);
            long to = Math.max(end, written + ahead);
            ByteBuffer zeros = ByteBuffer.allocate((int) (to - written));
            Disk.writeFully(open(), zeros, written);
            written = to;
        } else {
            written = end;
        }
    }

    /** @return fewer bytes than asked for where the file ends */
    int read(ByteBuffer into, long offset) {
        try {
            return Disk.readFully(open(), into, offset);
        } catch (IOException e) {
            throw Disk.fault(file, "reading", e);
        }
    }

    /** Also while somebody syncs it: until that is done, nothing is safe. */
    boolean isUnsynced() {
        return unsynced || syncing;
    }

    /** Makes all that was written survive a power loss. */
    void sync() {
        synchronized (work) {
            syncing = true;
            try {
                if (unsynced) {
                    unsynced = false;
                    open().force(false);
                }
                if (!named) {
                    Disk.sync(file.toAbsolutePath().getParent());
                    named = true;
                }
            } catch (IOException e) {
                throw Disk.fault(file, "syncing", e);
            } finally {
                syncing = false;
            }
        }
    }

    /** Gives the descriptor back until it is needed again. */
    synchronized void release() {
        try {
            FileChannel opened = channel;
            if (opened != null) {
                channel = null;
                opened.close();
            }
        } catch (IOException e) {
            throw Disk.fault(file, "closing", e);
        }
    }

    /**
     * Leaves the file for another one, under another name. What is in it is no spool any more, also after a power loss:
     * sets that were merged must not come back under a later name.
     */
    Path retire(String suffix) {
        Path spare = file.resolveSibling(file.getFileName() + suffix);
        try {
            unsynced = false;
            Disk.writeFully(open(), ByteBuffer.allocate(START), 0);
            open().force(false);
            release();
            Files.move(file, spare, StandardCopyOption.ATOMIC_MOVE);
            return spare;
        } catch (IOException e) {
            throw Disk.fault(file, "renaming", e);
        }
    }

    void delete() {
        unsynced = false;
        release();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw Disk.fault(file, "deleting", e);
        }
    }
}
