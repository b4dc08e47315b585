package dev.lagzero.capture.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.spool.PageSetHeader;
import dev.lagzero.capture.spool.PageSetWriter;
import dev.lagzero.capture.spool.Spool;
import dev.lagzero.schemas.position.SourcePosition;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
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
    void aFullDiskIsNamedAndNothingHalfDoneIsLeft() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full));
        SourcePosition start = new SourcePosition(1, 0);
        Spool spool = Spool.open(directory, start);
        Path temporary = directory.resolve("1-1.pages.tmp");
        Files.createSymbolicLink(temporary, full);
        PageSetHeader header = new PageSetHeader(start.next(), PageSetHeader.DECODER_VERSION, 65536, 100, "compare", 1);
        CaptureFault fault = assertThrows(CaptureFault.class, () -> {
            try (PageSetWriter writer = spool.begin(header)) {
                for (int page = 1; page <= 100; page++) {
                    writer.page(page, new byte[65536]);
                }
                writer.finish();
            }
        });
        assertTrue(fault.getMessage().contains("disk of the data directory is full"), fault.getMessage());
        assertTrue(fault.getMessage().contains("--data DIR"), fault.getMessage());
        assertFalse(Files.exists(temporary, LinkOption.NOFOLLOW_LINKS));
        assertEquals(0, spool.sets().size());
    }
}
