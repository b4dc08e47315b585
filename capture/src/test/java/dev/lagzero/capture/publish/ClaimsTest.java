package dev.lagzero.capture.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClaimsTest {

    private final MemoryChangeLog log = new MemoryChangeLog("log", 1);
    private final Claims claims = new Claims(log, partition -> {});
    private final List<CaptureFault> stops = new ArrayList<>();

    private static Partitions.Found find(ChangeLog log, String source) throws InterruptedException {
        Survey survey = new Survey(log);
        return survey.find(source, survey.extent());
    }

    /** Guards source s under epoch 3. */
    private Fence.Guard guard(Fence fence, long scanned) {
        Tail tail = new Tail("me", new SourcePosition(3, 0), 0, 0, false);
        return fence.guard(new Partitions.Found(0, tail, scanned), "s", stops::add);
    }

    private void foreign(String source, long epoch) {
        ChangeEvent claim = new ChangeEvent.Claimed(source, epoch, "rival", "test", 1);
        log.append(0, ChangeJson.key(claim), ChangeJson.encode(claim), (offset, failure) -> {});
    }

    @Test
    void aClaimIsReadBackFromTheLog() throws Exception {
        Claims.Claimed claimed = claims.claim(new Claims.Wanted("s", 0, new Resume.Claim(4, "new"), "me", 0));
        assertEquals(new Claims.Claimed(4, 0), claimed);
        Tail tail = find(log, "s").tail();
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
        Claims.Claimed claimed = claims.claim(new Claims.Wanted("s", 0, new Resume.Claim(4, "new"), "me", 0));
        assertEquals(5, claimed.epoch());
        assertEquals("me", find(log, "s").tail().instance());
    }

    @Test
    void endlessRivalryIsGivenUp() {
        outbid(1);
        CaptureFault fault = assertThrows(
                CaptureFault.class, () -> claims.claim(new Claims.Wanted("s", 0, new Resume.Claim(1, "new"), "me", 0)));
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
        Fence fence = new Fence(log);
        Fence.Guard guard = guard(fence, 0);
        foreign("other", 9);
        foreign("s", 2);
        own(guard);
        foreign("s", 4);
        own(guard);

        fence.check();
        fence.check();
        assertEquals(1, stops.size());
    }

    @Test
    void theFenceHearsAClaimBehindOurLastRecord() {
        Fence fence = new Fence(log);
        Fence.Guard guard = guard(fence, 0);
        own(guard);
        fence.check();
        foreign("s", 3);
        fence.check();
        fence.check();
        foreign("s", 4);
        fence.check();
        assertEquals(List.of(), stops);
        fence.check();
        assertTrue(stops.getFirst().getMessage().contains("another capture has claimed source s"));
    }

    @Test
    void theFenceReadsNothingThatIsOurs() {
        MemoryChangeLog unreadable = new MemoryChangeLog("log", 1) {
            @Override
            public void read(int partition, long from, long to, java.util.function.Consumer<Entry> each) {
                throw new AssertionError("reads " + from + " to " + to);
            }
        };
        Fence fence = new Fence(unreadable);
        Fence.Guard guard = guard(fence, 0);
        for (int i = 0; i < 5; i++) {
            unreadable.append(0, new byte[0], new byte[0], (offset, failure) -> {});
            fence.check();
            guard.own(i);
        }
        fence.check();
    }

    @Test
    void theFenceHearsOfLostRecords() {
        Fence fence = new Fence(log);
        guard(fence, 7);
        fence.check();
        assertTrue(stops.getFirst().getMessage().contains("lost records"));
    }

    private void own(Fence.Guard guard) {
        long offset = log.end(0);
        foreign("s", 1);
        guard.own(offset);
    }

    @Test
    void aSourceStaysInThePartitionOfItsClaimAndNewOnesSpread() throws Exception {
        MemoryChangeLog wide = new MemoryChangeLog("log", 5);
        ChangeEvent claim = new ChangeEvent.Claimed("s", 1, "me", "test", 1);
        wide.append(3, ChangeJson.key(claim), ChangeJson.encode(claim), (offset, failure) -> {});
        assertEquals(3, find(wide, "s").partition());
        Set<Integer> used = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            used.add(find(wide, "source-" + i).partition());
        }
        assertEquals(5, used.size());
    }
}
