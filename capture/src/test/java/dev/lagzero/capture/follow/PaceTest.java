package dev.lagzero.capture.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long PAGE = 4096;
    private static final long MANY = 1L << 40;

    private final Pace pace = new Pace(MANY, 0);

    @Test
    void nobodyWritesAndThereIsNoRest() {
        pace.copied(PAGE, millis(5), millis(5));
        assertTrue(pace.mayGo(millis(5)));
        assertFalse(pace.isSlow(millis(5)));
    }

    @Test
    void besideAWriterARestIsThreeTimesAsLongAsTheWork() {
        pace.logged(PAGE, millis(1));
        pace.copied(PAGE, millis(1), millis(2));
        assertFalse(pace.mayGo(millis(5) - 1));
        assertTrue(pace.mayGo(millis(5)));
    }

    @Test
    void whatTheDiskDidForTheCopyIsWorkToo() {
        pace.logged(PAGE, millis(1));
        pace.synced(millis(10), millis(11));
        assertFalse(pace.mayGo(millis(41) - 1));
        assertTrue(pace.mayGo(millis(41)));
    }

    @Test
    void aShortRestDoesNotEndALongOne() {
        pace.logged(PAGE, millis(1));
        pace.synced(millis(10), millis(11));
        pace.copied(PAGE, millis(1), millis(12));
        assertFalse(pace.mayGo(millis(41) - 1));
    }

    @Test
    void besideAWriterThereIsABoundOfBytesASecond() {
        pace.logged(PAGE, 0);
        long now = 0;
        long copied = 0;
        while (now < millis(1000)) {
            pace.logged(PAGE, now);
            if (pace.mayGo(now)) {
                pace.copied(1 << 20, 1, now);
                copied += 1 << 20;
            }
            now += millis(1) / 10;
        }
        assertEquals(64, copied >> 20, 1);
    }

    @Test
    void aDiskThatTakesSecondsStopsTheCopyForNoMoreThanHalfASecond() {
        pace.logged(PAGE, millis(9_999));
        pace.synced(millis(5_000), millis(10_000));
        pace.logged(PAGE, millis(10_499));
        assertFalse(pace.mayGo(millis(10_499)));
        assertTrue(pace.mayGo(millis(10_500)));
    }

    @Test
    void aWriterThatHasStoppedIsNoLongerWaitedFor() {
        pace.logged(PAGE, millis(1));
        pace.synced(millis(500), millis(2));
        assertFalse(pace.mayGo(millis(50)));
        assertTrue(pace.mayGo(millis(51)));
    }

    @Test
    void aLogThatBringsManyTimesWhatIsCopiedHurriesTheCopy() {
        pace.copied(100 << 20, 1, 1);
        pace.logged(600 << 20, 2);
        assertTrue(pace.isSlow(2));
        pace.logged(100 << 20, 3);
        assertFalse(pace.isSlow(3));
    }

    @Test
    void soDoesALogThatTakesTheRoomThereIs() {
        Pace tight = new Pace(10 << 20, 0);
        tight.logged(10 << 20, 1);
        assertTrue(tight.isSlow(1));
        tight.logged(1, 2);
        assertFalse(tight.isSlow(2));
    }

    private static long millis(long count) {
        return TimeUnit.MILLISECONDS.toNanos(count);
    }
}
