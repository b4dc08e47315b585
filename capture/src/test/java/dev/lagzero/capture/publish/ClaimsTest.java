package dev.lagzero.capture.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClaimsTest {

    private final MemoryChangeLog log = new MemoryChangeLog("log", 1);
    private final Claims claims = new Claims(log, 0, "s", () -> {});

    private void foreign(String source, long epoch) {
        ChangeEvent claim = new ChangeEvent.Claimed(source, epoch, "rival", "test", 1);
        log.append(0, ChangeJson.key(claim), ChangeJson.encode(claim), (offset, failure) -> {});
    }

    @Test
    void aClaimIsReadBackFromTheLog() throws Exception {
        Claims.Claimed claimed = claims.claim(new Resume.Claim(4, "new"), "me", 0);
        assertEquals(new Claims.Claimed(4, 0), claimed);
        Tail tail = Partitions.find(log, "s").tail();
        assertEquals("me", tail.instance());
        assertEquals(new SourcePosition(4, 0), tail.last());
        assertEquals(1, tail.behind());
    }

    @Test
    void aRivalInFrontIsOutbid() throws Exception {
        log.beforeNextAppend(() -> {
            foreign("other", 9);
            foreign("s", 4);
        });
        Claims.Claimed claimed = claims.claim(new Resume.Claim(4, "new"), "me", 0);
        assertEquals(5, claimed.epoch());
        assertEquals("me", Partitions.find(log, "s").tail().instance());
    }

    @Test
    void endlessRivalryIsGivenUp() {
        outbid(1);
        CaptureFault fault = assertThrows(CaptureFault.class, () -> claims.claim(new Resume.Claim(1, "new"), "me", 0));
        assertTrue(fault.getMessage().contains("keep claiming"));
    }

    private void outbid(long epoch) {
        log.beforeNextAppend(() -> {
            foreign("s", epoch + 5);
            outbid(epoch + 6);
        });
    }

    @Test
    void theFenceHearsAHigherClaimAmongOurOwnRecords() {
        Partitions.Found start = new Partitions.Found(0, new Tail("me", new SourcePosition(3, 0), 0, 0, false), 0);
        Fence fence = new Fence(log, start, "s", "me");
        foreign("other", 9);
        foreign("s", 2);
        own(fence);
        foreign("s", 4);
        own(fence);

        assertThrows(CaptureFault.class, () -> {
            fence.check();
            fence.check();
        });
    }

    @Test
    void theFenceHearsAClaimBehindOurLastRecord() {
        Partitions.Found start = new Partitions.Found(0, new Tail("me", new SourcePosition(3, 0), 0, 0, false), 0);
        Fence fence = new Fence(log, start, "s", "me");
        own(fence);
        fence.check();
        foreign("s", 3);
        fence.check();
        fence.check();
        foreign("s", 4);
        fence.check();
        CaptureFault fault = assertThrows(CaptureFault.class, fence::check);
        assertTrue(fault.getMessage().contains("another capture has claimed source s"));
    }

    @Test
    void theFenceReadsNothingThatIsOurs() {
        MemoryChangeLog unreadable = new MemoryChangeLog("log", 1) {
            @Override
            public void read(int partition, long from, long to, java.util.function.Consumer<Entry> each) {
                throw new AssertionError("reads " + from + " to " + to);
            }
        };
        Partitions.Found start = new Partitions.Found(0, new Tail("me", new SourcePosition(3, 0), 0, 0, false), 0);
        Fence fence = new Fence(unreadable, start, "s", "me");
        for (int i = 0; i < 5; i++) {
            unreadable.append(0, new byte[0], new byte[0], (offset, failure) -> {});
            fence.check();
            fence.own(i);
        }
        fence.check();
    }

    @Test
    void theFenceHearsOfLostRecords() {
        Partitions.Found start = new Partitions.Found(0, new Tail("me", new SourcePosition(3, 0), 0, 0, false), 7);
        assertThrows(CaptureFault.class, new Fence(log, start, "s", "me")::check);
    }

    private void own(Fence fence) {
        long offset = log.end(0);
        foreign("s", 1);
        fence.own(offset);
    }

    @Test
    void aSourceStaysInThePartitionOfItsClaimAndNewOnesSpread() {
        MemoryChangeLog wide = new MemoryChangeLog("log", 5);
        ChangeEvent claim = new ChangeEvent.Claimed("s", 1, "me", "test", 1);
        wide.append(3, ChangeJson.key(claim), ChangeJson.encode(claim), (offset, failure) -> {});
        assertEquals(3, Partitions.find(wide, "s").partition());
        Set<Integer> used = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            used.add(Partitions.find(wide, "source-" + i).partition());
        }
        assertEquals(5, used.size());
    }
}
