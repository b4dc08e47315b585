package dev.lagzero.schemas.row;

import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes rows of what {@link PackedRows} tells. */
final class Unpacking implements PackedRows.Taker {

    private final PackedRows packed;
    private final List<Row> rows = new ArrayList<>();
    private final Value[] values;
    private int at;

    private Unpacking(PackedRows packed) {
        this.packed = packed;
        this.values = new Value[packed.columns().size()];
    }

    static List<Row> of(PackedRows packed) {
        Unpacking unpacking = new Unpacking(packed);
        packed.tell(unpacking);
        return unpacking.rows;
    }

    @Override
    public void row() {
        at = 0;
    }

    private void value(Value value) {
        values[at++] = value;
        if (at == values.length) {
            Image image = new Image(packed.columns(), List.of(values));
            rows.add(new Row.Upsert(packed.table(), image.project(packed.key()), image));
        }
    }

    @Override
    public void nothing() {
        value(Value.NULL);
    }

    @Override
    public void integer(long value) {
        value(Value.of(value));
    }

    @Override
    public void real(double value) {
        value(Value.of(value));
    }

    @Override
    public void text(byte[] bytes, int from, int length) {
        value(Value.of(new String(bytes, from, length, StandardCharsets.UTF_8)));
    }

    @Override
    public void bytes(boolean blob, byte[] bytes, int from, int length) {
        byte[] copy = Arrays.copyOfRange(bytes, from, from + length);
        value(blob ? new Value.Blob(copy) : new Value.RawText(copy));
    }
}
