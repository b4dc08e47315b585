package dev.lagzero.capture.diff;

import dev.lagzero.capture.page.Cell;
import dev.lagzero.capture.page.TextEncoding;
import dev.lagzero.capture.table.RowReader;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.change.Header;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.topic.Topics;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The changes of one table's rows. */
final class RowStage implements Stage {

    /** More than all numbers of a row can take; as JSON they may be shorter. */
    private static final long NUMBERS = 512 * 1024;

    private final Header header;
    private final TablePair table;
    private final PairStream pairs;
    private final TableDefinition definition;
    private final List<String> names;
    private final List<String> keyNames;

    RowStage(Header header, TablePair table, PairStream pairs) {
        this.header = header;
        this.table = table;
        this.pairs = pairs;
        this.definition = table.newReader().definition();
        this.names = table.newReader().names();
        this.keyNames = definition.key();
    }

    @Override
    public ChangeEvent.@Nullable Part next(long ordinal) {
        while (pairs.next()) {
            Cell was = pairs.before();
            Cell is = pairs.after();
            if (was != null && is != null && table.sameBytes(was, is)) {
                continue;
            }
            ChangeEvent.Part part = part(ordinal, was, is);
            if (part != null) {
                return part;
            }
        }
        return null;
    }

    private ChangeEvent.@Nullable Part part(long ordinal, @Nullable Cell was, @Nullable Cell is) {
        long stored = (was == null ? 0 : was.payload()) + (is == null ? 0L : is.payload());
        if (!ChangeSize.surelyFits(stored, names)) {
            return large(ordinal, was, is, stored);
        }
        Value[] before = was == null ? null : before(was);
        Value[] after = is == null ? null : table.newReader().values(is);
        if (before != null && after != null && Arrays.equals(before, after)) {
            return null;
        }
        Value[] key = table.newReader().keyOf(after != null ? after : Objects.requireNonNull(before));
        return changed(
                ordinal,
                image(keyNames, key),
                before == null ? null : image(names, before),
                after == null ? null : image(names, after));
    }

    private Value[] before(Cell was) {
        return table.projection().apply(table.oldReader().values(was));
    }

    private ChangeEvent.Part changed(long ordinal, Image key, @Nullable Image before, @Nullable Image after) {
        return new ChangeEvent.RowChanged(header, ordinal, definition.name(), key, before, after);
    }

    /**
     * A row that is too large to be told was not told when it became so: it is no before image, and what comes after it
     * is told as if it were new. Where both fit but not together, a mapping that needs both cannot do without.
     */
    private ChangeEvent.@Nullable Part large(long ordinal, @Nullable Cell was, @Nullable Cell is, long stored) {
        Image key = key(was, is);
        if (is != null && isHuge(table.newReader(), is)) {
            return new ChangeEvent.RowOversize(header, ordinal, definition.name(), key, stored);
        }
        Value[] before = was == null || isHuge(table.oldReader(), was) ? null : before(was);
        Value[] after = is == null ? null : table.newReader().values(is);
        if (before != null && after != null && Arrays.equals(before, after)) {
            return null;
        }
        long keySize = ChangeSize.of(keyNames, null, key.values().toArray(Value[]::new));
        if (before != null && ChangeSize.of(names, null, before) + keySize > Topics.MAX_CHANGE_BYTES) {
            before = null;
        }
        long size = ChangeSize.of(names, before, after) + keySize;
        if (size > Topics.MAX_CHANGE_BYTES) {
            return new ChangeEvent.RowOversize(header, ordinal, definition.name(), key, size);
        }
        Image told = before == null ? null : image(names, before);
        return changed(
                ordinal, key, told == null && after == null ? key : told, after == null ? null : image(names, after));
    }

    /** The row cannot fit and must not even be brought into memory. */
    private boolean isHuge(RowReader reader, Cell cell) {
        // JSON is UTF-8: what is stored as UTF-16 may take half the bytes.
        boolean dense = table.after().database().encoding() == TextEncoding.UTF_8;
        return reader.weight(cell) > Topics.MAX_CHANGE_BYTES * (dense ? 1L : 2L) + NUMBERS;
    }

    private Image key(@Nullable Cell was, @Nullable Cell is) {
        return image(
                keyNames,
                is != null ? table.newReader().key(is) : table.oldReader().key(Objects.requireNonNull(was, "was")));
    }

    private static Image image(List<String> names, Value[] values) {
        return new Image(names, Collections.unmodifiableList(Arrays.asList(values)));
    }

    @Override
    public void close() {
        table.close();
    }
}
