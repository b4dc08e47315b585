package dev.lagzero.capture.journal;

import dev.lagzero.schemas.json.DefinitionJson;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.value.Value;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Bytes to transactions. A transaction is: format, epoch, sequence, time, kind, count of changes, changes. A change
 * begins with an octet: {@link #DEFINED}, followed by definition and lineage as JSON; or what there is of a row (1
 * before, 2 after), followed by its layout and its values, each behind a tag. Zeros may follow. Used by one thread at a
 * time.
 */
final class TransactionReader {

    static final int FORMAT = 1;
    static final int DEFINED = 4;

    private static final int BEFORE = 1;
    private static final int AFTER = 2;

    private final Map<ByteBuffer, Layout> layouts = new HashMap<>();

    static int tag(Value value) {
        return switch (value) {
            case Value.Null ignored -> 0;
            case Value.Int ignored -> 1;
            case Value.Real ignored -> 2;
            case Value.Text ignored -> 3;
            case Value.RawText ignored -> 4;
            case Value.Blob ignored -> 5;
        };
    }

    /** @throws IllegalArgumentException when another version wrote it */
    Transaction read(ByteBuffer in) {
        int format = in.get();
        if (format != FORMAT) {
            throw new IllegalArgumentException("a transaction in the journal has format " + format
                    + "; this version knows format " + FORMAT + ": run the version that wrote it");
        }
        SourcePosition position = new SourcePosition(number(in), number(in));
        long timestampMillis = signed(in);
        Transaction.Kind kind = Transaction.Kind.values()[in.get()];
        int count = Math.toIntExact(number(in));
        List<Change> changes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            changes.add(change(in));
        }
        return new Transaction(position, timestampMillis, kind, changes);
    }

    private Change change(ByteBuffer in) {
        int what = in.get();
        if (what == DEFINED) {
            return new Change.Defined(DefinitionJson.definition(text(in)), DefinitionJson.lineage(text(in)));
        }
        Layout layout = layout(in);
        return new Change.Row(
                layout,
                (what & BEFORE) == 0 ? null : values(in, layout.names().size()),
                (what & AFTER) == 0 ? null : values(in, layout.names().size()));
    }

    private Layout layout(ByteBuffer in) {
        int length = Math.toIntExact(number(in));
        ByteBuffer bytes = in.slice(in.position(), length);
        in.position(in.position() + length);
        Layout known = layouts.get(bytes);
        if (known == null) {
            byte[] copy = new byte[length];
            bytes.duplicate().get(copy);
            ByteBuffer from = ByteBuffer.wrap(copy);
            known = new Layout(text(from), names(from), names(from));
            layouts.put(ByteBuffer.wrap(copy), known);
        }
        return known;
    }

    private static List<String> names(ByteBuffer in) {
        int count = Math.toIntExact(number(in));
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            names.add(text(in));
        }
        return names;
    }

    private static List<Value> values(ByteBuffer in, int count) {
        List<Value> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(value(in));
        }
        return Collections.unmodifiableList(values);
    }

    private static Value value(ByteBuffer in) {
        int tag = in.get();
        return switch (tag) {
            case 0 -> Value.NULL;
            case 1 -> new Value.Int(signed(in));
            case 2 -> new Value.Real(Double.longBitsToDouble(in.getLong()));
            case 3 -> new Value.Text(text(in));
            case 4 -> new Value.RawText(sized(in));
            case 5 -> new Value.Blob(sized(in));
            default -> throw new IllegalArgumentException("no value has the tag " + tag);
        };
    }

    private static String text(ByteBuffer in) {
        return new String(sized(in), StandardCharsets.UTF_8);
    }

    private static byte[] sized(ByteBuffer in) {
        byte[] bytes = new byte[Math.toIntExact(number(in))];
        in.get(bytes);
        return bytes;
    }

    private static long signed(ByteBuffer in) {
        long raw = number(in);
        return (raw >>> 1) ^ -(raw & 1);
    }

    private static long number(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
