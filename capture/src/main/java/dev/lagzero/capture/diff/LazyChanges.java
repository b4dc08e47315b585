package dev.lagzero.capture.diff;

import dev.lagzero.schemas.change.ChangeEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Works from table to table, and in each from row to row, as it is asked. */
final class LazyChanges implements Changes {

    private final LongSupplier expected;
    private final Iterator<? extends Supplier<List<Stage>>> tables;
    private final Deque<Stage> stages = new ArrayDeque<>();
    private ChangeEvent.@Nullable Part prepared;
    private long ordinal;
    private boolean closed;

    /** @param tables each gives the stages of a table when its turn comes */
    LazyChanges(LongSupplier expected, Iterator<? extends Supplier<List<Stage>>> tables) {
        this.expected = expected;
        this.tables = tables;
    }

    @Override
    public boolean hasNext() {
        if (prepared == null && !closed) {
            prepared = make();
        }
        return prepared != null;
    }

    private ChangeEvent.@Nullable Part make() {
        while (true) {
            Stage stage = stages.peek();
            if (stage == null) {
                if (!tables.hasNext()) {
                    return null;
                }
                stages.addAll(tables.next().get());
                continue;
            }
            ChangeEvent.Part part = stage.next(ordinal);
            if (part != null) {
                ordinal++;
                return part;
            }
            stages.remove().close();
        }
    }

    @Override
    public ChangeEvent.Part next() {
        if (!hasNext() || prepared == null) {
            throw new NoSuchElementException("there are no more changes");
        }
        ChangeEvent.Part part = prepared;
        prepared = null;
        return part;
    }

    @Override
    public long rowsExpected() {
        return expected.getAsLong();
    }

    @Override
    public void close() {
        closed = true;
        prepared = null;
        while (!stages.isEmpty()) {
            stages.remove().close();
        }
    }
}
