package dev.lagzero.capture.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ChangeLog} keeps to. It does not say when appends are acknowledged, only that a flush waits for it. */
abstract class ChangeLogContract {

    private static final byte[] KEY = {1};

    private ChangeLog log;

    /** A log with two empty partitions. */
    abstract ChangeLog create() throws Exception;

    @BeforeEach
    void open() throws Exception {
        log = create();
    }

    @AfterEach
    void close() {
        log.close();
    }

    private List<Long> append(int partition, byte[]... values) throws Exception {
        List<Long> offsets = Collections.synchronizedList(new ArrayList<>());
        for (byte[] value : values) {
            log.append(partition, KEY, value, (offset, failure) -> offsets.add(failure == null ? offset : -1));
        }
        log.flush();
        return offsets;
    }

    private List<Integer> read(int partition, long from, long to) {
        List<Integer> lengths = new ArrayList<>();
        long[] expected = {from};
        log.read(partition, from, to, entry -> {
            assertEquals(expected[0]++, entry.offset());
            lengths.add(entry.value().length);
        });
        return lengths;
    }

    @Test
    void anEmptyLogBeginsAndEndsAtZero() {
        assertEquals(0, log.begin(1));
        assertEquals(0, log.end(1));
        assertEquals(2, log.partitions());
        assertTrue(read(0, 0, 0).isEmpty());
    }

    @Test
    void aFlushWaitsForTheOffsetsOfWhatWasAppendedInOrder() throws Exception {
        assertEquals(List.of(0L, 1L, 2L), append(0, new byte[1], new byte[2], new byte[3]));
        assertEquals(List.of(0L), append(1, new byte[9]));
        assertEquals(3, log.end(0));
    }

    @Test
    void aReadShowsExactlyTheRangeAskedFor() throws Exception {
        append(0, new byte[1], new byte[2], new byte[3], new byte[4]);
        assertEquals(List.of(2, 3), read(0, 1, 3));
        assertEquals(List.of(1, 2, 3, 4), read(0, 0, log.end(0)));
    }

    @Test
    void manyAndLargeRecordsKeepTheirOrder() throws Exception {
        byte[][] values = new byte[300][];
        Random random = new Random(5);
        for (int i = 0; i < values.length; i++) {
            values[i] = new byte[i % 100 == 99 ? 20_000_000 : 1 + i];
            random.nextBytes(values[i]);
        }
        List<Long> offsets = append(1, values);
        assertEquals(300, offsets.size());
        List<Integer> lengths = read(1, 0, 300);
        for (int i = 0; i < values.length; i++) {
            assertEquals(i, offsets.get(i));
            assertEquals(values[i].length, lengths.get(i));
        }
    }
}
