package dev.lagzero.bench.inner;

import dev.lagzero.schemas.avro.RowAvro;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.change.Header;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.mapping.IdentityMapping;
import dev.lagzero.schemas.mapping.Normalizer;
import dev.lagzero.schemas.mapping.TargetNames;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What becomes of a record between capture and sink; with one row it is an update, with many it is read for a snapshot. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RecordCodecs {

    private static final List<String> NAMES =
            List.of("id", "code", "customer", "price", "quantity", "state", "created", "note", "address", "remark");

    @Param({"1", "200"})
    public int rows;

    private final Normalizer normalizer = new Normalizer(new IdentityMapping(TargetNames.FOLD));
    private ChangeEvent change;
    private RowEvent mapped;
    private byte[] json;
    private byte[] avro;

    @Setup
    public void prepare() {
        change = rows == 1 ? update() : read(rows);
        mapped = normalizer.normalize(change).getFirst();
        json = ChangeJson.encode(change);
        avro = RowAvro.encode(mapped);
    }

    @Benchmark
    public byte[] encodeChange() {
        return ChangeJson.encode(change);
    }

    @Benchmark
    public ChangeEvent decodeChange() {
        return ChangeJson.decode(json);
    }

    @Benchmark
    public List<RowEvent> mapChange() {
        return normalizer.normalize(change);
    }

    @Benchmark
    public byte[] encodeRow() {
        return RowAvro.encode(mapped);
    }

    @Benchmark
    public RowEvent decodeRow() {
        return RowAvro.decode(avro);
    }

    private static ChangeEvent update() {
        Image before = new Image(NAMES, values(7));
        List<Value> values = new ArrayList<>(values(7));
        values.set(3, Value.of(-0.5));
        values.set(7, Value.of("changed " + "word wor".repeat(9)));
        return new ChangeEvent.RowChanged(
                header(2, false), 0, "item1", before.project(List.of("id")), before, new Image(NAMES, values));
    }

    private static ChangeEvent read(int rows) {
        List<List<Value>> all = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            all.add(values(row));
        }
        return new ChangeEvent.RowsRead(header(1, true), 0, "item1", List.of("id"), NAMES, all);
    }

    private static Header header(long sequence, boolean snapshot) {
        return new Header(
                "shop", "sqlite", "shop.db", new SourcePosition(1, sequence), snapshot, null, 1_790_000_000_000L);
    }

    private static List<Value> values(long row) {
        return List.of(
                Value.of(row),
                Value.of("code-" + (1_000_000_000 + row * 7919)),
                Value.of(1 + row * 31),
                Value.of(row / 7.0),
                Value.of(row % 100),
                Value.of("state-" + row % 9),
                Value.of("2026-01-17 12:00:00"),
                Value.of("word wor".repeat(9)),
                Value.of("word wor".repeat(7)),
                Value.of("word wor".repeat(4)));
    }
}
