package dev.lagzero.capture.diff;

import dev.lagzero.capture.page.Cell;
import dev.lagzero.capture.page.TextEncoding;
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

    RowStage(Header header, TablePair table, PairStream pairs) {
        this.header = header;
        this.table = table;
        this.pairs = pairs;
        this.definition = table.newReader().definition();
        this.names = table.newReader().names();
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
        boolean fits = ChangeSize.surelyFits(stored, names);
        if (!fits && isHuge(was, is)) {
            return new ChangeEvent.RowOversize(header, ordinal, definition.name(), key(was, is), stored);
        }
        Value[] before =
                was == null ? null : table.projection().apply(table.oldReader().values(was));
        Value[] after = is == null ? null : table.newReader().values(is);
        if (before != null && after != null && Arrays.equals(before, after)) {
            return null;
        }
        Image key = image(definition.key(), table.newReader().keyOf(after != null ? after : notNull(before)));
        long size = fits ? 0 : ChangeSize.of(names, before, after) + ChangeSize.of(key.names(), null, values(key));
        if (size > Topics.MAX_CHANGE_BYTES) {
            return new ChangeEvent.RowOversize(header, ordinal, definition.name(), key, size);
        }
        return new ChangeEvent.RowChanged(
                header,
                ordinal,
                definition.name(),
                key,
                before == null ? null : image(names, before),
                after == null ? null : image(names, after));
    }

    /** The row cannot fit and must not even be brought into memory. */
    private boolean isHuge(@Nullable Cell was, @Nullable Cell is) {
        // JSON is UTF-8: what is stored as UTF-16 may take half the bytes.
        boolean dense = table.after().database().encoding() == TextEncoding.UTF_8;
        long limit = Topics.MAX_CHANGE_BYTES * (dense ? 1L : 2L) + NUMBERS;
        return (was != null && table.oldReader().weight(was) > limit)
                || (is != null && table.newReader().weight(is) > limit);
    }

    private Image key(@Nullable Cell was, @Nullable Cell is) {
        Value[] key =
                is != null ? table.newReader().key(is) : table.oldReader().key(Objects.requireNonNull(was, "was"));
        return image(definition.key(), key);
    }

    private static Value[] notNull(Value @Nullable [] values) {
        return Objects.requireNonNull(values, "values");
    }

    private static Value[] values(Image image) {
        return image.values().toArray(Value[]::new);
    }

    private static Image image(List<String> names, Value[] values) {
        return new Image(names, Collections.unmodifiableList(Arrays.asList(values)));
    }

    @Override
    public void close() {
        table.close();
    }
}
