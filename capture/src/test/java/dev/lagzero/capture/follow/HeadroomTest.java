package dev.lagzero.capture.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HeadroomTest {

    private final Headroom headroom = new Headroom(4, 16);

    @Test
    void aSlowWriterNeedsNoMoreThanTheLeast() {
        headroom.free(50);
        headroom.stopped(51);
        assertEquals(4, headroom.bytes());
    }

    @Test
    void whatIsWrittenUntilWritersWaitIsLeftForThemTheNextTime() {
        headroom.free(40);
        headroom.stopped(48);
        assertEquals(10, headroom.bytes());
    }

    @Test
    void itIsCountedFromTheLastMomentWhenTheyCouldHaveWaited() {
        headroom.free(10);
        headroom.free(44);
        headroom.stopped(52);
        assertEquals(10, headroom.bytes());
        assertEquals(3, headroom.since(55));
    }

    @Test
    void inALogThatBeganAnewAllOfItIsNew() {
        headroom.stopped(60);
        assertEquals(5, headroom.since(5));
    }

    @Test
    void itNeverTakesMoreThanItsShare() {
        headroom.free(0);
        headroom.stopped(1000);
        assertEquals(16, headroom.bytes());
    }

    @Test
    void whatWasNeededOnceIsForgotten() {
        headroom.free(0);
        headroom.stopped(12);
        long first = headroom.bytes();
        for (int i = 0; i < 10; i++) {
            headroom.stopped(12);
        }
        assertTrue(headroom.bytes() < first);
    }
}
