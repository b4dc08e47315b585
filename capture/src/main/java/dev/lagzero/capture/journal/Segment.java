package dev.lagzero.capture.journal;

import dev.lagzero.capture.disk.Disk;
import dev.lagzero.schemas.position.SourcePosition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * A file of transactions, mapped. After a header of 16 octets each stands as: length of its bytes (4), their CRC-32C (4),
 * the bytes; a length of 0 ends them. The file is written full of zeros before it is used, so that a full disk shows
 * then, and not as a fault in the middle of a mapped write.
 */
final class Segment {

    static final int HEADER = 16;
    static final int FRAME = 8;

    private static final long MAGIC = 0x4c5a4a524e4c3031L;
    private static final int ZEROS = 1 << 20;

    private final Path file;
    private final long number;
    private final MappedByteBuffer map;
    private final CRC32C crc = new CRC32C();
    private volatile int end = HEADER;
    private volatile SourcePosition last = SourcePosition.NONE;
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

    /** Takes up what an earlier process left: the whole transactions up to the first one that is not. */
    static Segment recover(Path file, Consumer<Transaction> each) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer map = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
            long number = Long.parseLong(String.valueOf(file.getFileName()).replace(".journal", ""));
            Segment segment = new Segment(file, number, map);
            if (map.capacity() >= HEADER && map.getLong(0) == MAGIC && map.getLong(8) == number) {
                segment.scan(each);
            }
            segment.synced = segment.end;
            return segment;
        }
    }

    private void scan(Consumer<Transaction> each) {
        TransactionReader reader = new TransactionReader();
        for (int length = lengthAt(end); length > 0 && isWhole(end, length); length = lengthAt(end)) {
            Transaction transaction = reader.read(map.slice(end + FRAME, length));
            each.accept(transaction);
            last = transaction.position();
            end += FRAME + length;
        }
    }

    private int lengthAt(int offset) {
        return offset + FRAME <= map.capacity() ? map.getInt(offset) : 0;
    }

    private boolean isWhole(int offset, int length) {
        if (length > map.capacity() - offset - FRAME) {
            return false;
        }
        crc.reset();
        crc.update(map.slice(offset + FRAME, length));
        return (int) crc.getValue() == map.getInt(offset + 4);
    }

    /** Nothing was ever appended to it. */
    boolean isUnused() {
        return lengthAt(HEADER) == 0;
    }

    boolean hasRoom(int length) {
        return map.capacity() - end - FRAME >= length;
    }

    /** Called by one thread at a time. */
    void append(RecordBuffer record, SourcePosition position) {
        int at = end;
        crc.reset();
        crc.update(record.bytes(), 0, record.length());
        map.put(at + FRAME, record.bytes(), 0, record.length());
        map.putInt(at + 4, (int) crc.getValue());
        map.putInt(at, record.length());
        last = position;
        end = at + FRAME + record.length();
    }

    /** The bytes of the transaction at an offset below {@link #end()}. */
    ByteBuffer at(int offset) {
        return map.slice(offset + FRAME, map.getInt(offset));
    }

    int end() {
        return end;
    }

    /** The last transaction in it. */
    SourcePosition last() {
        return last;
    }

    int size() {
        return map.capacity();
    }

    long number() {
        return number;
    }

    /** What stands in it now survives a power loss afterwards. Called by one thread at a time. */
    void sync() {
        int until = end;
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
