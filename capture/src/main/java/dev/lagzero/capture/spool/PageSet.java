package dev.lagzero.capture.spool;

import dev.lagzero.capture.disk.Disk;
import dev.lagzero.capture.fault.CaptureFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.BitSet;
import java.util.zip.CRC32C;

/**
 * The pages that one transaction changed, by number. Several threads may read. The file is deleted when it is folded,
 * but stays readable for those who still {@linkplain #retain() hold} it.
 */
public final class PageSet {

    private static final int TRAILER = 8;

    private final Path file;
    private final PageSetHeader header;
    private final int[] numbers;
    private final FileChannel channel;
    private int holders = 1;

    private PageSet(Path file, PageSetHeader header, int[] numbers) throws IOException {
        this.file = file;
        this.header = header;
        this.numbers = numbers;
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    static int recordSize(PageSetHeader header) {
        return 8 + header.pageSize();
    }

    static PageSet written(Path file, PageSetHeader header, int[] numbers) {
        try {
            return new PageSet(file, header, numbers);
        } catch (IOException e) {
            throw Disk.fault(file, "opening", e);
        }
    }

    /** Opens a set that an earlier run wrote, and checks all of it. */
    static PageSet open(Path file) throws DamagedPageSetException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer head = ByteBuffer.allocate(PageSetHeader.SIZE);
            head.limit(Disk.readFully(channel, head, 0));
            PageSetHeader header = PageSetHeader.decode(head);
            PageSet set = new PageSet(file, header, numbers(channel, header));
            set.check();
            return set;
        } catch (IOException e) {
            throw Disk.fault(file, "reading", e);
        }
    }

    private static int[] numbers(FileChannel channel, PageSetHeader header)
            throws IOException, DamagedPageSetException {
        ByteBuffer trailer = ByteBuffer.allocate(TRAILER);
        long size = channel.size();
        Disk.readFully(channel, trailer, size - TRAILER);
        int count = trailer.getInt(0);
        long expected = PageSetHeader.SIZE + (long) count * (recordSize(header) + 4) + TRAILER;
        if (count < 0 || size != expected) {
            throw new DamagedPageSetException("it has " + size + " bytes where " + expected + " are due");
        }
        ByteBuffer bytes = ByteBuffer.allocate(count * 4);
        Disk.readFully(channel, bytes, PageSetHeader.SIZE + (long) count * recordSize(header));
        CRC32C crc = new CRC32C();
        crc.update(bytes.array());
        if ((int) crc.getValue() != trailer.getInt(4)) {
            throw new DamagedPageSetException("its page numbers are damaged");
        }
        int[] numbers = new int[count];
        bytes.flip().asIntBuffer().get(numbers);
        return numbers;
    }

    private void check() throws DamagedPageSetException {
        for (int i = 0; i < numbers.length; i++) {
            if (at(i) == null) {
                close();
                throw new DamagedPageSetException("its page " + numbers[i] + " is damaged");
            }
        }
    }

    public PageSetHeader header() {
        return header;
    }

    public int size() {
        return numbers.length;
    }

    /** The number of the i-th page, in ascending order. */
    public int number(int i) {
        return numbers[i];
    }

    /** Where a page is in the set, or negative. */
    public int find(int pageNumber) {
        return Arrays.binarySearch(numbers, pageNumber);
    }

    /** The i-th page. */
    public byte[] page(int i) {
        byte[] page = at(i);
        if (page == null) {
            throw new CaptureFault("page set " + file + " is damaged at page " + numbers[i]
                    + ". Start again: what the spool cannot prove is copied anew.");
        }
        return page;
    }

    public BitSet changed() {
        BitSet changed = new BitSet();
        for (int number : numbers) {
            changed.set(number);
        }
        return changed;
    }

    private byte @org.jspecify.annotations.Nullable [] at(int i) {
        ByteBuffer head = ByteBuffer.allocate(8);
        byte[] page = new byte[header.pageSize()];
        long offset = PageSetHeader.SIZE + (long) i * recordSize(header);
        try {
            Disk.readFully(channel, head, offset);
            Disk.readFully(channel, ByteBuffer.wrap(page), offset + 8);
        } catch (IOException e) {
            throw Disk.fault(file, "reading", e);
        }
        CRC32C crc = new CRC32C();
        crc.update(page);
        return head.getInt(0) == numbers[i] && head.getInt(4) == (int) crc.getValue() ? page : null;
    }

    public synchronized void retain() {
        holders++;
    }

    public synchronized void release() {
        if (--holders == 0) {
            close();
        }
    }

    /** Removes the file; who still holds the set can go on reading. */
    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw Disk.fault(file, "deleting", e);
        }
        release();
    }

    private void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw Disk.fault(file, "closing", e);
        }
    }
}
