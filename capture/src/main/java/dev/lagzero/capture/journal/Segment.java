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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * A file of transactions, mapped. After a header of 16 octets each stands as: length of its bytes (4), their CRC-32C (4),
 * the bytes; a length of 0 ends them. The file is written full of zeros before it is used, so that a full disk shows
 * then, and not as a fault in the middle of a mapped write. Any thread takes room in it ({@link #reserve}) and fills it
 * ({@link #write}), side by side with others; a transaction counts when it and all before it are whole
 * ({@link #settle}).
 */
final class Segment {

    static final int HEADER = 16;
    static final int FRAME = 8;

    /** Lengths of new records are multiples of it, so that one is written by a single store. */
    static final int ALIGNMENT = 4;

    /** No place: the file has no room. */
    static final long FULL = -1;

    private static final VarHandle LENGTH = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /** A place is how many transactions are before it, and its offset in the lower bits. */
    private static final int OFFSET_BITS = 31;

    private static final long MAGIC = 0x4c5a4a524e4c3031L;
    private static final int ZEROS = 1 << 20;
    private static final int PAGE = 4096;

    private final Path file;
    private final long number;
    private final MappedByteBuffer map;
    private final AtomicLong reserved = new AtomicLong(HEADER);
    private SourcePosition first = SourcePosition.NONE;
    private long whole;
    private final AtomicInteger end = new AtomicInteger(HEADER);
    private final AtomicReference<SourcePosition> last = new AtomicReference<>(SourcePosition.NONE);
    private int synced = HEADER;

    private Segment(Path file, long number, MappedByteBuffer map) {
        this.file = file;
        this.number = number;
        this.map = map;
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
            count(transaction.position(), at);
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

    /** Nothing was ever appended to it. */
    boolean isUnused() {
        return lengthAt(HEADER) == 0;
    }

    /** @param next the position of the first transaction that will stand in it */
    void begin(SourcePosition next) {
        first = next;
    }

    /** Takes room for the next transaction and says where; {@link #FULL} when there is none. */
    long reserve(int length) {
        while (true) {
            long place = reserved.get();
            if (map.capacity() - offset(place) - FRAME < length) {
                return FULL;
            }
            if (reserved.compareAndSet(place, place + (1L << OFFSET_BITS) + FRAME + length)) {
                return place;
            }
        }
    }

    /** Gives no room any more. */
    void seal() {
        reserved.updateAndGet(place -> place - offset(place) + map.capacity());
    }

    /** The position behind everything that has taken room. */
    SourcePosition next() {
        return position(reserved.get());
    }

    SourcePosition position(long place) {
        return new SourcePosition(first.epoch(), first.sequence() + (place >>> OFFSET_BITS));
    }

    private static int offset(long place) {
        return (int) (place & ((1L << OFFSET_BITS) - 1));
    }

    /** Fills a place that was taken. Its length comes last: with it the record is whole. */
    void write(long place, RecordBuffer record) {
        int at = offset(place);
        map.put(at + FRAME, record.bytes(), 0, record.length());
        map.putInt(at + 4, record.checksum());
        LENGTH.setRelease(map, at, record.length());
    }

    /**
     * Counts what is whole, up to the first that is not. Called by one thread at a time.
     *
     * @return the octets that count from now on
     */
    int settle() {
        int begin = end.getPlain();
        int at = begin;
        long more = 0;
        for (int length = wholeAt(at); length > 0; length = wholeAt(at)) {
            at += FRAME + length;
            more++;
        }
        if (more > 0) {
            whole += more;
            count(new SourcePosition(first.epoch(), first.sequence() + whole - 1), at);
        }
        return at - begin;
    }

    private void count(SourcePosition newLast, int newEnd) {
        last.setRelease(newLast);
        end.setRelease(newEnd);
    }

    private int wholeAt(int offset) {
        return offset + FRAME <= map.capacity() ? (int) LENGTH.getAcquire(map, offset) : 0;
    }

    /** The bytes of the transaction at an offset below {@link #end()}. */
    ByteBuffer at(int offset) {
        return map.slice(offset + FRAME, map.getInt(offset));
    }

    int end() {
        return end.getAcquire();
    }

    /** The last transaction in it. */
    SourcePosition last() {
        return last.getAcquire();
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
