package dev.lagzero.capture.file;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The shared-memory file of a write-ahead log, mapped: asking it whether anything was committed costs a few memory
 * reads. Its first 96 bytes are two copies of the header, in the byte order of the machine; a writer fills the second
 * one first, so equal copies are whole.
 */
final class WalIndex {

    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final int COPY = 48;
    private static final int BACKFILLED = 96;
    private static final int SIZE = 136;
    private static final int SPINS = 1000;
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final MappedByteBuffer memory;

    private WalIndex(MappedByteBuffer memory) {
        this.memory = memory;
    }

    /** @return null while the file is too short to hold a header */
    static @org.jspecify.annotations.Nullable WalIndex map(FileChannel shared) throws IOException {
        return shared.size() < SIZE ? null : new WalIndex(shared.map(FileChannel.MapMode.READ_ONLY, 0, SIZE));
    }

    /** Changes with every commit, and with every reset of the log. */
    long stamp() {
        // Change counter, and committed frames: the first is bumped by every commit, the second tells resets apart.
        return (long) LONG.getVolatile(memory, 16) ^ Integer.toUnsignedLong((int) INT.getVolatile(memory, 8)) << 20;
    }

    /**
     * What is committed now; {@link WalIndexHeader#NONE} when the header was never filled in.
     *
     * @throws SourceBusyException when it stays half written: who writes it has died, or was stopped
     */
    WalIndexHeader read() {
        byte[] first = new byte[COPY];
        byte[] second = new byte[COPY];
        long until = 0;
        for (int i = 0; until == 0 || System.nanoTime() - until < 0; i++) {
            copy(0, first);
            copy(COPY, second);
            if (java.util.Arrays.equals(first, second)) {
                return first[12] == 0 ? WalIndexHeader.NONE : WalIndexHeader.parse(first);
            }
            if (i < SPINS) {
                Thread.onSpinWait();
            } else {
                // A writer that was put aside between the two copies comes back when the machine lets it.
                LockSupport.parkNanos(PAUSE_NANOS);
                until = until == 0 ? System.nanoTime() + PATIENCE_NANOS : until;
            }
        }
        throw new SourceBusyException("somebody stopped while he wrote what is committed into the index of the log."
                + " It is tried again; if this stays, look for a writer that hangs.");
    }

    private void copy(int offset, byte[] into) {
        VarHandle.fullFence();
        memory.get(offset, into);
        VarHandle.fullFence();
    }

    /** Frames that are copied back into the database file. */
    long backfilled() {
        return Integer.toUnsignedLong((int) INT.getVolatile(memory, BACKFILLED));
    }
}
