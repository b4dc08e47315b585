package dev.lagzero.sink.target;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The twin of the Postgres target: tables are maps of key to image. It keeps the whole contract of progress, fencing
 * and all-or-nothing; it has no types and no constraints. Safe for use by several threads.
 */
public final class InMemoryTarget implements Target {

    private InMemoryState state = new InMemoryState();
    private final Map<Partition, Long> tokens = new HashMap<>();
    private final Map<String, Staged> snapshots = new HashMap<>();
    private final Deque<TargetException> failures = new ArrayDeque<>();
    private volatile Runnable beforeApply = () -> {};
    private int commits;

    /** What a half-loaded snapshot keeps over a restart. */
    private record Staged(SourcePosition position, List<RowEvent.Part> parts) {}

    /** The next call that would write throws this instead, and writes nothing. */
    public synchronized void failNext(TargetException failure) {
        failures.add(failure);
    }

    /** Runs before each batch; whoever looks at the target need not wait for it. */
    public void beforeApply(Runnable work) {
        beforeApply = work;
    }

    /** Rows of a table by their key; null when there is no such table. */
    public synchronized Map<Image, Image> rows(String table) {
        return state.rows(table);
    }

    /** Rows of a table that a mapping fills. */
    public synchronized Map<Image, Image> mapped(String table) {
        return state.places().table(table);
    }

    /** Vertices and edges, one line each. */
    public synchronized Set<String> graph() {
        return state.places().graph();
    }

    public synchronized List<String> tables() {
        return state.tables();
    }

    /** Reasons by table and key of rows that the stream rejected. */
    public synchronized Map<String, String> parked() {
        return state.parked();
    }

    public synchronized Applied applied(String source) {
        return state.applied().getOrDefault(source, Applied.NOTHING);
    }

    /** How many batches and large transactions have become visible. */
    public synchronized int commits() {
        return commits;
    }

    /** What brings back the target as it is now. */
    public synchronized Runnable backup() {
        InMemoryState then = state.copy();
        int count = commits;
        return () -> restore(then, count);
    }

    private synchronized void restore(InMemoryState then, int count) {
        state = then;
        commits = count;
    }

    @Override
    public synchronized Tenure takeOver(Partition partition) throws TargetException {
        failIfAsked();
        long token = tokens.merge(partition, 1L, Long::sum);
        return new InMemoryTenure(partition, token);
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    private void failIfAsked() throws TargetException {
        TargetException failure = failures.poll();
        if (failure != null) {
            throw failure;
        }
    }

    private final class InMemoryTenure implements Tenure {

        private final Partition partition;
        private final long token;
        private int expected = commits;

        InMemoryTenure(Partition partition, long token) {
            this.partition = partition;
            this.token = token;
        }

        @Override
        public long nextOffset() {
            synchronized (InMemoryTarget.this) {
                return state.nextOffset(partition);
            }
        }

        @Override
        public Map<String, Applied> applied() {
            synchronized (InMemoryTarget.this) {
                return Map.copyOf(state.applied());
            }
        }

        @Override
        public void look() throws TargetException {
            synchronized (InMemoryTarget.this) {
                if (tokens.get(partition) == token) {
                    verifyTenure();
                }
            }
        }

        @Override
        public void apply(Batch batch) throws TargetException {
            beforeApply.run();
            synchronized (InMemoryTarget.this) {
                verify();
                InMemoryState next = state.copy();
                next.claim(batch.claims());
                for (SourceTransaction transaction : batch.transactions()) {
                    next.apply(transaction.parts(), transaction.ended());
                }
                next.readOn(partition, batch.nextOffset());
                state = next;
                committed();
            }
        }

        @Override
        public LargeTransaction openLarge(String source, SourcePosition position, boolean snapshot)
                throws TargetException {
            synchronized (InMemoryTarget.this) {
                verify();
                Staged staged = snapshot ? snapshots.get(source) : null;
                if (staged == null || !staged.position().equals(position)) {
                    staged = new Staged(position, new ArrayList<>());
                }
                if (snapshot) {
                    snapshots.put(source, staged);
                }
                return new InMemoryLarge(this, staged.parts());
            }
        }

        private void verify() throws TargetException {
            failIfAsked();
            verifyTenure();
        }

        private void committed() {
            commits++;
            expected = commits;
        }

        private void verifyTenure() throws TargetException {
            if (tokens.get(partition) != token) {
                throw new TargetException.Fenced("another worker writes partition " + partition.number());
            }
            if (commits < expected) {
                throw new TargetException.WentBack(commits + " commits instead of " + expected);
            }
        }

        @Override
        public void close() {
            // The token stays: only a later tenure fences this one.
        }
    }

    private final class InMemoryLarge implements LargeTransaction {

        private final InMemoryTenure tenure;
        private final List<RowEvent.Part> parts;

        InMemoryLarge(InMemoryTenure tenure, List<RowEvent.Part> parts) {
            this.tenure = tenure;
            this.parts = parts;
        }

        @Override
        public long nextOrdinal() {
            return parts.isEmpty() ? 0 : parts.getLast().ordinal() + 1;
        }

        @Override
        public void write(RowEvent.Part part, long offset) throws TargetException {
            synchronized (InMemoryTarget.this) {
                tenure.verify();
                if (part.ordinal() >= nextOrdinal()) {
                    parts.add(part);
                }
            }
        }

        @Override
        public void complete(RowEvent.Ended ended, long nextOffset) throws TargetException {
            synchronized (InMemoryTarget.this) {
                tenure.verify();
                InMemoryState next = state.copy();
                next.apply(parts, ended);
                next.readOn(tenure.partition, nextOffset);
                state = next;
                snapshots.remove(ended.source());
                tenure.committed();
            }
        }

        @Override
        public void close() {
            // A snapshot's parts stay for the next one who opens it; others go with this object.
        }
    }

    /** Written as SQL people would read it, for messages of failing tests. */
    static String text(Image key) {
        StringBuilder text = new StringBuilder();
        for (Value value : key.values()) {
            text.append(text.isEmpty() ? "" : ",").append(value);
        }
        return text.toString();
    }
}
