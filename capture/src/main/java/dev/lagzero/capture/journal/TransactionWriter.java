package dev.lagzero.capture.journal;

import dev.lagzero.schemas.json.DefinitionJson;
import dev.lagzero.schemas.value.Value;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Transactions to bytes. {@link TransactionReader} names the parts of the format. Used by one thread at a time. */
final class TransactionWriter {

    private static final int MANY = 1_000;

    private final RecordBuffer out = new RecordBuffer();
    private int sequenceAt;
    private final Map<Layout, byte[]> layouts = new IdentityHashMap<>();

    /** A transaction whose sequence is not known yet. The buffer is good until the next call. */
    RecordBuffer write(long epoch, Transaction.Kind kind, long timestampMillis, List<Change> changes) {
        out.clear();
        out.octet(TransactionReader.FORMAT);
        out.number(epoch);
        sequenceAt = out.later();
        out.signed(timestampMillis);
        out.octet(kind.ordinal());
        out.number(changes.size());
        for (int i = 0; i < changes.size(); i++) {
            write(changes.get(i));
        }
        out.align(Segment.ALIGNMENT);
        return out;
    }

    /** The buffer of the last call, with its sequence. */
    RecordBuffer numbered(long sequence) {
        out.number(sequenceAt, sequence);
        return out;
    }

    private void write(Change change) {
        switch (change) {
            case Change.Row row -> {
                out.octet((row.before() == null ? 0 : 1) | (row.after() == null ? 0 : 2));
                out.sized(layout(row.layout()));
                values(row.before());
                values(row.after());
            }
            case Change.Defined defined -> {
                out.octet(TransactionReader.DEFINED);
                out.text(DefinitionJson.text(defined.definition()));
                out.text(DefinitionJson.text(defined.lineage()));
            }
        }
    }

    private byte[] layout(Layout layout) {
        byte[] known = layouts.get(layout);
        if (known != null) {
            return known;
        }
        if (layouts.size() >= MANY) {
            layouts.clear();
        }
        RecordBuffer bytes = new RecordBuffer();
        bytes.text(layout.table());
        names(bytes, layout.names());
        names(bytes, layout.key());
        byte[] made = bytes.copy(0);
        layouts.put(layout, made);
        return made;
    }

    private static void names(RecordBuffer bytes, List<String> names) {
        bytes.number(names.size());
        names.forEach(bytes::text);
    }

    private void values(@Nullable List<Value> values) {
        if (values != null) {
            for (int i = 0; i < values.size(); i++) {
                value(values.get(i));
            }
        }
    }

    private void value(Value value) {
        out.octet(TransactionReader.tag(value));
        switch (value) {
            case Value.Null ignored -> {
                // The tag says it all.
            }
            case Value.Int integer -> out.signed(integer.value());
            case Value.Real real -> out.fixed(Double.doubleToRawLongBits(real.value()));
            case Value.Text text -> out.text(text.value());
            case Value.RawText raw -> out.sized(raw.bytes());
            case Value.Blob blob -> out.sized(blob.bytes());
        }
    }
}
