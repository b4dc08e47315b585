package dev.lagzero.capture.spool;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What is being added to a spool and not yet in its file, so that many small sets are one write. It belongs behind what
 * the segment holds. Used by one thread at a time.
 */
final class Appender {

    private static final int LEAST = 64 << 10;
    private static final int MOST = 1 << 20;

    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private @Nullable Segment segment;

    /** Where in the segment the buffer begins. */
    private long start;

    /** Goes on behind the last whole set of a segment; what a set that was given up left is forgotten. */
    void begin(Segment into) {
        forgetGivenUp();
        if (segment != into || start + buffer.position() != into.tail()) {
            flush();
            segment = into;
            start = into.tail();
        }
    }

    private void forgetGivenUp() {
        if (segment != null) {
            buffer.position(Math.clamp(segment.tail() - start, 0, buffer.position()));
        }
    }

    /** A place for so many bytes. */
    ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            if (buffer.capacity() < MOST) {
                int larger = Math.min(MOST, Math.max(LEAST, 4 * buffer.capacity()));
                buffer = ByteBuffer.allocate(larger + bytes).put(buffer.flip());
            } else {
                flush();
            }
        }
        return buffer;
    }

    /** Where the next byte comes to lie. */
    long end() {
        return start + buffer.position();
    }

    /** Puts all of it into the file. */
    void flush() {
        if (segment != null && buffer.position() > 0) {
            int length = buffer.flip().remaining();
            segment.write(buffer, start);
            start += length;
            buffer.clear();
        }
    }

    /** Forgets everything: the file is no longer wanted. */
    void discard() {
        segment = null;
        buffer.clear();
    }

    /** Gives the memory back; to be called behind {@link #flush}. */
    void release() {
        buffer = ByteBuffer.allocate(0);
        segment = null;
    }
}
