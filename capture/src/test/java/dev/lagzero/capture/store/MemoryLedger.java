package dev.lagzero.capture.store;

import dev.lagzero.capture.journal.Change;
import dev.lagzero.capture.journal.RefusedWrite;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** Writes down in memory, and acknowledges at once. */
public final class MemoryLedger implements Ledger {

    final List<List<Change>> changes = new ArrayList<>();
    boolean full;
    boolean slow;
    private SourcePosition newest = new SourcePosition(1, 1);

    @Override
    public synchronized SourcePosition newest() {
        return newest;
    }

    @Override
    public synchronized SourcePosition next() {
        return newest.next();
    }

    @Override
    public SourcePosition write(List<Change> transaction) {
        SourcePosition written = record(transaction);
        if (slow) {
            // Whoever does not wait for those that write finds this one written down, and not shown.
            LockSupport.parkNanos(1);
        }
        return written;
    }

    private synchronized SourcePosition record(List<Change> transaction) {
        if (full) {
            throw new RefusedWrite(RefusedWrite.Reason.FULL, "full");
        }
        changes.add(transaction);
        newest = newest.next();
        return newest;
    }

    @Override
    public void parted(SourcePosition position, Throwable cause) {
        throw new AssertionError(position + " does not show", cause);
    }

    @Override
    public void settle(SourcePosition position) {}

    @Override
    public CompletableFuture<SourcePosition> acknowledged(SourcePosition position) {
        return CompletableFuture.completedFuture(position);
    }

    /** What stood in it at a position. */
    synchronized MemoryLedger until(SourcePosition at) {
        MemoryLedger then = new MemoryLedger();
        changes.subList(0, Math.toIntExact(at.sequence() - then.newest.sequence()))
                .forEach(then::write);
        return then;
    }

    /** What the changes of a table of texts come to; each before image must be what came before. */
    Map<String, String> texts(String table) {
        Map<String, String> texts = new HashMap<>();
        changes.stream().flatMap(List::stream).forEach(change -> {
            if (change instanceof Change.Row row && row.layout().table().equals(table)) {
                List<Value> before = row.before();
                List<Value> after = row.after();
                String key = text((after == null ? before : after).get(0));
                String was = after == null ? texts.remove(key) : texts.put(key, text(after.get(1)));
                if (was == null
                        ? before != null
                        : before == null || !text(before.get(1)).equals(was)) {
                    throw new AssertionError("before image of " + key + " is " + before + ", not " + was);
                }
            }
        });
        return texts;
    }

    private static String text(Value value) {
        return ((Value.Text) value).value();
    }
}
