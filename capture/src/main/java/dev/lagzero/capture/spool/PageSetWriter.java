package dev.lagzero.capture.spool;

import dev.lagzero.capture.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Writes a page set: header, then for each page its number, checksum and content, then all page numbers again with a
 * checksum. It takes its name only when it is whole and synced; until then closing removes it.
 */
public final class PageSetWriter implements AutoCloseable {

    private static final int BUFFER = 1 << 20;

    private final PageSetHeader header;
    private final Path target;
    private final Path temporary;
    private final FileChannel channel;
    private final ByteBuffer buffer;
    private final CRC32C crc = new CRC32C();
    private int[] numbers = new int[64];
    private int count;
    private boolean finished;

    PageSetWriter(PageSetHeader header, Path target) {
        this.header = header;
        this.target = target;
        this.temporary = target.resolveSibling(target.getFileName() + ".tmp");
        this.buffer = ByteBuffer.allocate(Math.max(BUFFER, PageSet.recordSize(header) * 2));
        try {
            channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException e) {
            throw Disk.fault(temporary, "writing", e);
        }
        buffer.put(header.encode());
    }

    /** Pages come in ascending order. */
    public void page(int number, byte[] content) {
        if (count > 0 && numbers[count - 1] >= number) {
            throw new IllegalArgumentException("page " + number + " comes after page " + numbers[count - 1]);
        }
        if (buffer.remaining() < PageSet.recordSize(header)) {
            drain();
        }
        crc.reset();
        crc.update(content, 0, header.pageSize());
        buffer.putInt(number).putInt((int) crc.getValue()).put(content, 0, header.pageSize());
        numbers = count == numbers.length ? Arrays.copyOf(numbers, count * 2) : numbers;
        numbers[count++] = number;
    }

    /** Makes the set whole and durable. */
    public PageSet finish() {
        crc.reset();
        try {
            for (int i = 0; i < count; i++) {
                if (buffer.remaining() < 4) {
                    drain();
                }
                buffer.putInt(numbers[i]);
                crc.update(ByteBuffer.allocate(4).putInt(numbers[i]).flip());
            }
            drain();
            buffer.putInt(count).putInt((int) crc.getValue());
            drain();
            channel.force(true);
            channel.close();
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            finished = true;
            Disk.sync(target.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw Disk.fault(target, "writing", e);
        }
        return PageSet.written(target, header, Arrays.copyOf(numbers, count));
    }

    private void drain() {
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw Disk.fault(temporary, "writing", e);
        }
        buffer.clear();
    }

    @Override
    public void close() {
        if (!finished) {
            try {
                channel.close();
                Files.deleteIfExists(temporary);
            } catch (IOException e) {
                throw Disk.fault(temporary, "removing", e);
            }
        }
    }
}
