package dev.lagzero.capture.store;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Who may write when. Writers of single entries go side by side and touch nothing in common; whoever needs the whole store
 * goes alone: new ones wait then, and those inside are waited for. Thread-safe.
 */
final class Turns {

    private static final int SLOTS = 32;

    /** Slots lie two cache lines apart, in ints. */
    private static final int APART = 32;

    private final AtomicIntegerArray inside = new AtomicIntegerArray(SLOTS * APART);
    private final ReentrantLock lock = new ReentrantLock();
    private final BooleanSupplier alone;
    private volatile boolean barred;

    /** @param alone writers must go alone for now, asked while the caller is; it may change only then */
    Turns(BooleanSupplier alone) {
        this.alone = alone;
    }

    /** True when the thread may write single entries until it {@link #leave}s; false when it has to go alone. */
    boolean enter() {
        if (isAlone()) {
            return false;
        }
        int slot = slot();
        inside.incrementAndGet(slot);
        // Whoever wants to be alone says so first and looks at the slots then: one of the two sees the other.
        if (!barred) {
            return true;
        }
        inside.decrementAndGet(slot);
        lock.lock();
        try {
            if (alone.getAsBoolean()) {
                return false;
            }
            inside.incrementAndGet(slot);
            return true;
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        inside.decrementAndGet(slot());
    }

    /** Runs while nobody else writes. A thread that is alone already stays so. */
    <T> T alone(Supplier<T> action) {
        lock.lock();
        try {
            if (lock.getHoldCount() == 1) {
                barred = true;
                awaitEmpty();
            }
            return action.get();
        } finally {
            if (lock.getHoldCount() == 1) {
                barred = alone.getAsBoolean();
            }
            lock.unlock();
        }
    }

    boolean isAlone() {
        return lock.isHeldByCurrentThread();
    }

    private void awaitEmpty() {
        for (int slot = 0; slot < SLOTS * APART; slot += APART) {
            while (inside.get(slot) != 0) {
                Thread.yield();
            }
        }
    }

    private static int slot() {
        return ((int) Thread.currentThread().threadId() & (SLOTS - 1)) * APART;
    }
}
