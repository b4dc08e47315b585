package dev.lagzero.control.lag;

import java.util.concurrent.TimeUnit;

/** A clock that never goes back, and patience; a test has its own. */
interface Ticker {

    Ticker REAL = new Ticker() {
        @Override
        public long millis() {
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        }

        @Override
        public void sleep(long millis) throws InterruptedException {
            Thread.sleep(millis);
        }
    };

    long millis();

    void sleep(long millis) throws InterruptedException;
}
