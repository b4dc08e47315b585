package dev.lagzero.capture.spool;

import java.nio.ByteBuffer;

/** Where a thread reads records to: outside of Java's memory, as the system writes into no other place. */
final class RecordBuffer {

    private static final ThreadLocal<ByteBuffer> OF_THREAD =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(0));

    private RecordBuffer() {}

    /** So many bytes, until the thread asks again. */
    static ByteBuffer of(int bytes) {
        ByteBuffer buffer = OF_THREAD.get();
        if (buffer.capacity() < bytes) {
            buffer = ByteBuffer.allocateDirect(bytes);
            OF_THREAD.set(buffer);
        }
        return buffer.clear().limit(bytes);
    }
}
