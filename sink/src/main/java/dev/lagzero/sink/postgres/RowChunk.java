package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.net.NetRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows that wait to be sent together. */
final class RowChunk {

    private static final int MOST_ROWS = 8_000;
    private static final long MOST_BYTES = 8 << 20;
    /** What a row costs in memory besides its values. */
    private static final int ROW_BYTES = 100;

    private final Map<String, List<NetRow>> tables = new LinkedHashMap<>();
    private int rows;
    private long bytes;

    void add(RowEvent.Rows event) {
        for (Row row : event.rows()) {
            NetRow net = NetRow.of(row, event);
            tables.computeIfAbsent(row.table(), name -> new ArrayList<>()).add(net);
            rows++;
            bytes += net.image().size() + net.key().size() + ROW_BYTES;
        }
    }

    boolean isFull() {
        return rows >= MOST_ROWS || bytes >= MOST_BYTES;
    }

    Map<String, List<NetRow>> tables() {
        return tables;
    }

    void clear() {
        tables.clear();
        rows = 0;
        bytes = 0;
    }
}
