package dev.lagzero.capture.disk;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lagzero.capture.fault.CaptureFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskTest {

    @TempDir
    Path directory;

    @Test
    void whatWouldNotFitIsNotBegun() {
        Disk.require(directory, 1, "a byte");
        CaptureFault fault = assertThrows(
                CaptureFault.class, () -> Disk.require(directory, Long.MAX_VALUE, "the first copy of source s"));
        assertTrue(fault.getMessage().contains("the first copy of source s"), fault.getMessage());
    }

    /** Linux has a device that is always full. */
    @Test
    void aFullDiskIsNamed() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full));
        try (FileChannel channel = FileChannel.open(full, StandardOpenOption.WRITE)) {
            IOException refused = assertThrows(IOException.class, () -> channel.write(ByteBuffer.allocate(100)));
            CaptureFault fault = Disk.fault(directory.resolve("x"), "writing", refused);
            assertTrue(fault.getMessage().contains("disk of the data directory is full"), fault.getMessage());
            assertTrue(fault.getMessage().contains("--data DIR"), fault.getMessage());
        }
    }
}
