package dev.lagzero.capture.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writer may be put aside for any time while he tells of a commit: what is half written is neither old nor empty. */
class WalIndexTest {

    private static final int SIZE = 32 << 10;

    @TempDir
    Path folder;

    private FileChannel file;

    @BeforeEach
    void open() throws Exception {
        file = FileChannel.open(
                folder.resolve("app.db-shm"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        file.write(ByteBuffer.allocate(SIZE), 0);
    }

    @AfterEach
    void close() throws Exception {
        file.close();
    }

    /** SQLite fills the second copy first. */
    private void write(int copy, int frames) throws Exception {
        ByteBuffer header = ByteBuffer.allocate(WalIndexHeader.SIZE).order(ByteOrder.nativeOrder());
        header.put(12, (byte) 1)
                .putInt(16, frames)
                .putInt(20, 7)
                .putInt(32, 4711)
                .putInt(36, 4712);
        file.write(header, (long) copy * WalIndexHeader.SIZE);
    }

    private WalIndex map() throws Exception {
        return Objects.requireNonNull(WalIndex.map(file));
    }

    @Test
    void whatIsHalfWrittenIsWaitedFor() throws Exception {
        write(1, 5);
        write(0, 5);
        WalIndex index = map();
        assertEquals(5, index.read().frames());
        write(1, 6);
        Thread writer = new Thread(() -> {
            try {
                Thread.sleep(50);
                write(0, 6);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        writer.start();
        assertEquals(6, index.read().frames());
        writer.join();
    }

    @Test
    void whatStaysHalfWrittenIsNotTakenForAnEmptyLog() throws Exception {
        write(1, 5);
        WalIndex index = map();
        assertThrows(SourceBusyException.class, index::read);
    }
}
