package dev.lagzero.capture.file;

import dev.lagzero.capture.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Pages of a copy that SQLite made, for a log with a hole in it. */
final class CopiedSnapshot implements SourceSnapshot {

    private final Path copy;
    private final FileChannel channel;
    private final DatabaseHeader header;
    private final long size;

    private CopiedSnapshot(Path copy, FileChannel channel) throws IOException {
        this.copy = copy;
        this.channel = channel;
        this.size = channel.size();
        byte[] head = new byte[DatabaseHeader.SIZE];
        Disk.readFully(channel, ByteBuffer.wrap(head), 0);
        this.header = DatabaseHeader.parse(head);
    }

    /** Copies what the open transaction sees, then ends it. */
    static SourceSnapshot of(ReadTransaction transaction, Path scratch) throws IOException {
        Path copy = scratch.resolve("copy.db");
        Files.deleteIfExists(copy);
        transaction.backup(copy);
        CopiedSnapshot snapshot = new CopiedSnapshot(copy, FileChannel.open(copy, StandardOpenOption.READ));
        transaction.end();
        return snapshot;
    }

    @Override
    public int pageSize() {
        return header.pageSize();
    }

    @Override
    public int pageCount() {
        return Math.toIntExact(size / header.pageSize());
    }

    @Override
    public byte[] read(int pageNumber) {
        byte[] page = new byte[pageSize()];
        try {
            Disk.readFully(channel, ByteBuffer.wrap(page), (pageNumber - 1L) * page.length);
        } catch (IOException e) {
            throw Disk.fault(copy, "reading", e);
        }
        return page;
    }

    @Override
    public @Nullable BitSet candidates() {
        return null;
    }

    @Override
    public boolean isWhole() {
        return true;
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            throw Disk.fault(copy, "deleting", e);
        }
    }
}
