package dev.lagzero.capture.spool;

import dev.lagzero.schemas.position.SourcePosition;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes a page set behind the others. Pages come in any order, and again: the last one counts. Closing it before it is
 * finished leaves no trace: the next set is written over it. What is finished is in the file when it is added.
 */
public final class PageSetWriter implements AutoCloseable {

    private static final int DROPPED = -1;

    private final Segment segment;
    private final Appender appender;
    private final SourcePosition position;
    private final SourcePosition through;
    private final int pageSize;
    private final @Nullable String reason;
    private final long records;
    private final CRC32C crc;
    private final CRC32C salted;
    private long[] numbered = new long[16];
    private int[] places = new int[16];
    private int count;
    private int written;
    private boolean finished;
    private boolean givenUp;

    PageSetWriter(Segment segment, Appender appender, Opening opening) {
        this.segment = segment;
        this.appender = appender;
        this.position = opening.position();
        this.through = opening.through();
        this.pageSize = opening.pageSize();
        this.reason = opening.reason();
        this.records = segment.tail() + SetLayout.START_SIZE;
        this.crc = segment.checksum();
        this.salted = segment.checksum();
        appender.begin(segment);
        appender.room(SetLayout.START_SIZE).put(SetLayout.start(segment, position, pageSize));
    }

    record Opening(
            SourcePosition position,
            SourcePosition through,
            int pageSize,
            @Nullable String reason) {}

    public void page(int number, byte[] content) {
        page(number, content, 0);
    }

    /** @param offset where the page begins in {@code content} */
    public void page(int number, byte[] content, int offset) {
        SetLayout.record(segment, crc, number).update(content, offset, pageSize);
        appender.room(SetLayout.recordSize(pageSize))
                .putInt(number)
                .putInt((int) crc.getValue())
                .put(content, offset, pageSize);
        note(number, written++);
    }

    /** The page is as it was: what was written of it does not count. */
    public void drop(int number) {
        note(number, DROPPED);
    }

    private void note(int number, int place) {
        if (count == places.length) {
            numbered = Arrays.copyOf(numbered, count * 2);
            places = Arrays.copyOf(places, count * 2);
        }
        numbered[count] = (long) number << 32 | count;
        places[count++] = place;
    }

    /** Pages written so far, repeated ones included. */
    public int written() {
        return written;
    }

    /**
     * Makes the set whole. It survives a power loss only after the spool was synced.
     *
     * @param pageCount pages of the database at the set's end; what lies beyond does not count
     */
    public PageSet finish(int pageCount, String mark, long timestampMillis) {
        PageSetHeader header = new PageSetHeader(
                position, through, PageSetHeader.DECODER_VERSION, pageSize, pageCount, reason, timestampMillis, mark);
        int kept = sortLast(pageCount);
        int[] pages = new int[kept];
        int[] lies = new int[kept];
        for (int i = 0; i < kept; i++) {
            pages[i] = (int) (numbered[i] >>> 32);
            lies[i] = places[(int) numbered[i]];
        }
        end(header, pages, lies);
        finished = true;
        segment.endAt(appender.end());
        return new PageSet(segment, records, header, pages, lies);
    }

    /** Leaves in front, by page number, what counts; says how many. */
    private int sortLast(int pageCount) {
        Arrays.sort(numbered, 0, count);
        int kept = 0;
        for (int i = 0; i < count; i++) {
            boolean last = i == count - 1 || numbered[i] >>> 32 != numbered[i + 1] >>> 32;
            if (last && places[(int) numbered[i]] != DROPPED && numbered[i] >>> 32 <= pageCount) {
                numbered[kept++] = numbered[i];
            }
        }
        return kept;
    }

    private void end(PageSetHeader header, int[] pages, int[] lies) {
        ByteBuffer encoded = header.encode();
        salted.reset();
        segment.salt(salted);
        sealed(ByteBuffer.allocate(SetLayout.END_SIZE)
                .putInt(0)
                .putInt(written)
                .putInt(pages.length)
                .putInt(encoded.remaining())
                .flip());
        sealed(encoded);
        for (int i = 0; i < pages.length; i++) {
            ByteBuffer into = appender.room(8);
            int start = into.position();
            into.putInt(pages[i]).putInt(lies[i]);
            salted.update(into.array(), start, 8);
        }
        appender.room(4).putInt((int) salted.getValue());
    }

    private void sealed(ByteBuffer bytes) {
        salted.update(bytes.duplicate());
        appender.room(bytes.remaining()).put(bytes);
    }

    Segment segment() {
        return segment;
    }

    /** Closed before it was finished: nobody needs what it wrote. */
    boolean isGivenUp() {
        return givenUp;
    }

    @Override
    public void close() {
        givenUp = !finished;
    }
}
