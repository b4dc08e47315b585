package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.row.PackedRows;
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
    private final Map<String, List<RowEvent.Rows>> packed = new LinkedHashMap<>();
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

    /** Takes rows of a snapshot packed, if that is how they came. */
    void keep(RowEvent.Rows event) {
        if (event.rows() instanceof PackedRows some) {
            packed.computeIfAbsent(some.table(), name -> new ArrayList<>()).add(event);
            rows += some.size();
            bytes += some.bytes();
        } else {
            add(event);
        }
    }

    boolean isEmpty() {
        return tables.isEmpty() && packed.isEmpty();
    }

    boolean isFull() {
        return rows >= MOST_ROWS || bytes >= MOST_BYTES;
    }

    Map<String, List<NetRow>> tables() {
        return tables;
    }

    /** What is {@linkplain #keep kept} packed. */
    Map<String, List<RowEvent.Rows>> packed() {
        return packed;
    }

    void clear() {
        tables.clear();
        packed.clear();
        rows = 0;
        bytes = 0;
    }
}
