package dev.lagzero.capture.journal;

import dev.lagzero.capture.disk.Disk;
import dev.lagzero.schemas.position.SourcePosition;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * A file of transactions, mapped. After a header of 16 octets each stands as: length of its bytes (4), their CRC-32C (4),
 * the bytes; a length of 0 ends them. The file is written full of zeros before it is used, so that a full disk shows
 * then, and not as a fault in the middle of a mapped write. Written by one thread at a time, read by any.
 */
final class Segment {

    static final int HEADER = 16;
    static final int FRAME = 8;

    /** Lengths of new records are multiples of it, so that one is written by a single store. */
    static final int ALIGNMENT = 4;

    private static final VarHandle LENGTH = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final long MAGIC = 0x4c5a4a524e4c3031L;
    private static final int ZEROS = 1 << 20;
    private static final int PAGE = 4096;

    /** What every transaction changes shares no cache line with what every thread reads; in longs. */
    private static final int APART = 16;

    private static final int END = APART;
    private static final int LAST = APART + 1;

    private final Path file;
    private final long number;
    private final MappedByteBuffer map;
    private long epoch;
    private final AtomicLongArray state = new AtomicLongArray(2 * APART);
    private int synced = HEADER;

    private Segment(Path file, long number, MappedByteBuffer map) {
        this.file = file;
        this.number = number;
        this.map = map;
        this.state.set(END, HEADER);
    }

    private static Path file(Path directory, long number) {
        return directory.resolve(String.format("%012d.journal", number));
    }

    static Segment create(Path directory, long number, int size) throws IOException {
        Path file = file(directory, number);
        try (FileChannel channel = FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(ZEROS, size));
            for (long at = 0; at < size; at += zeros.capacity()) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), size - at));
                Disk.writeFully(channel, zeros, at);
            }
            MappedByteBuffer map = channel.map(FileChannel.MapMode.READ_WRITE, 0, size);
            map.putLong(0, MAGIC);
            map.putLong(8, number);
            return new Segment(file, number, map);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Makes its pages writable now, so that no writer waits for the system to do it. For a segment that nobody uses yet. */
    void warm() {
        for (int at = PAGE; at < map.capacity(); at += PAGE) {
            map.put(at, (byte) 0);
        }
    }

    /** Takes up what an earlier process left: the whole transactions up to the first one that is not. */
    static Segment recover(Path file, Consumer<Transaction> each) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer map = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
            long number = Long.parseLong(String.valueOf(file.getFileName()).replace(".journal", ""));
            Segment segment = new Segment(file, number, map);
            if (map.capacity() >= HEADER && map.getLong(0) == MAGIC && map.getLong(8) == number) {
                segment.scan(each);
            }
            segment.synced = segment.end();
            return segment;
        }
    }

    private void scan(Consumer<Transaction> each) {
        TransactionReader reader = new TransactionReader();
        int at = HEADER;
        for (int length = lengthAt(at); length > 0 && isWhole(at, length); length = lengthAt(at)) {
            Transaction transaction = reader.read(map.slice(at + FRAME, length));
            each.accept(transaction);
            at += FRAME + length;
            epoch = transaction.position().epoch();
            counted(transaction.position(), at);
        }
    }

    private int lengthAt(int offset) {
        return offset + FRAME <= map.capacity() ? map.getInt(offset) : 0;
    }

    private boolean isWhole(int offset, int length) {
        if (length > map.capacity() - offset - FRAME) {
            return false;
        }
        CRC32C crc = new CRC32C();
        crc.update(map.slice(offset + FRAME, length));
        return (int) crc.getValue() == map.getInt(offset + 4);
    }

    /** What will stand in it follows this transaction. */
    void begin(SourcePosition before) {
        epoch = before.epoch();
        state.set(LAST, before.sequence());
    }

    /** Nothing was ever appended to it. */
    boolean isUnused() {
        return lengthAt(HEADER) == 0;
    }

    boolean hasRoom(int length) {
        return map.capacity() - state.getPlain(END) - FRAME >= length;
    }

    /** Copies a record behind the last one; it does not count yet. One thread at a time. */
    void lay(RecordBuffer record) {
        int at = (int) state.getPlain(END);
        map.put(at + FRAME, record.bytes(), 0, record.length());
        map.putInt(at + 4, record.checksum());
    }

    /** The record that was laid counts: its length comes last, with it the record is whole. */
    SourcePosition count(int length) {
        int at = (int) state.getPlain(END);
        LENGTH.setRelease(map, at, length);
        SourcePosition position = next();
        counted(position, at + FRAME + length);
        return position;
    }

    private void counted(SourcePosition position, int newEnd) {
        // Whoever sees that a transaction is there, and then where they end, must find it before the end: it is synced
        // so.
        state.setRelease(END, newEnd);
        state.setRelease(LAST, position.sequence());
    }

    /** The position of the next transaction in it, for whoever writes it. */
    SourcePosition next() {
        return new SourcePosition(epoch, state.getPlain(LAST) + 1);
    }

    /** The bytes of the transaction at an offset below {@link #end()}. */
    ByteBuffer at(int offset) {
        return map.slice(offset + FRAME, map.getInt(offset));
    }

    int end() {
        return (int) state.getAcquire(END);
    }

    /** The last transaction in it; while there is none, the one before. */
    SourcePosition last() {
        return new SourcePosition(epoch, state.get(LAST));
    }

    int size() {
        return map.capacity();
    }

    long number() {
        return number;
    }

    /** What stands in it now survives a power loss afterwards. Called by one thread at a time. */
    void sync() {
        int until = end();
        if (until > synced) {
            map.force(0, until);
            synced = until;
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    /** Takes it out of the journal but leaves its bytes for a person to look at. */
    void setAside() throws IOException {
        Files.move(file, file.resolveSibling(file.getFileName() + ".torn"));
    }
}
