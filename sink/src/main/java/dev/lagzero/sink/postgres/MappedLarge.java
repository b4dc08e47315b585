package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.moment.Moment;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.book.Loads;
import dev.lagzero.sink.book.StagedParts;
import dev.lagzero.sink.jdbc.SqlError;
import dev.lagzero.sink.jdbc.Transaction;
import dev.lagzero.sink.jdbc.Trip;
import dev.lagzero.sink.mapped.MappedRun;
import dev.lagzero.sink.owner.Holdings;
import dev.lagzero.sink.target.Target.LargeTransaction;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * A transaction of a mapped projection that does not fit in memory. Its parts wait in the book, and nothing that others
 * could wait for is locked, until its end has come: then one transaction writes what they come to. A snapshot's parts are
 * committed as they come, so that a killed load is not lost.
 */
final class MappedLarge implements LargeTransaction {

    /** @param snapshot it replaces what the source held */
    record Order(
            Lease lease,
            TenureState state,
            MappedSite site,
            String source,
            SourcePosition position,
            boolean snapshot) {}

    private static final int MOST_PARTS = 5_000;
    private static final long MOST_BYTES = 8 << 20;

    private final Order order;
    private final StagedParts staged;
    private final List<RowEvent.Part> waiting = new ArrayList<>();
    private Transaction open;
    private long bytes;
    private long nextOrdinal;

    private MappedLarge(Order order) {
        this.order = order;
        this.staged = new StagedParts(order.lease().sites().projection(), order.source());
    }

    static MappedLarge open(Order order) throws TargetException {
        MappedLarge large = new MappedLarge(order);
        try {
            large.begin();
            large.resume(large.open.connection());
            if (order.snapshot()) {
                order.lease().verify(large.open);
                order.lease().commitUnseen(large.open, new Trip());
            }
            return large;
        } catch (SQLException e) {
            large.close();
            throw large.failure(e);
        } catch (TargetException e) {
            large.close();
            throw e;
        }
    }

    private void begin() throws SQLException {
        open = order.lease().begin(false);
    }

    /** Goes on where an earlier load of the same snapshot stopped; anything else that was left is void. */
    private void resume(Connection connection) throws SQLException {
        Loads loads = order.lease().loads();
        Loads.Progressed found = order.snapshot()
                ? loads.find(connection, order.source())
                        .filter(each -> each.position().equals(order.position()))
                        .orElse(null)
                : null;
        if (found != null) {
            nextOrdinal = found.nextOrdinal();
            return;
        }
        staged.remove(connection);
        if (order.snapshot()) {
            loads.begin(connection, order.source(), order.position());
        }
    }

    @Override
    public long nextOrdinal() {
        return nextOrdinal;
    }

    @Override
    public void write(RowEvent.Part part, long offset) throws TargetException {
        if (part.ordinal() < nextOrdinal) {
            return;
        }
        waiting.add(part);
        nextOrdinal = part.ordinal() + 1;
        if (part instanceof RowEvent.Rows rows) {
            rows.rows().forEach(row -> bytes += size(row));
        }
        if (waiting.size() >= MOST_PARTS || bytes >= MOST_BYTES) {
            flush();
        }
    }

    private static long size(Row row) {
        long image =
                switch (row) {
                    case Row.Upsert upsert -> upsert.image().size();
                    case Row.Append append -> append.image().size();
                    case Row.Reject reject -> reject.reason().length();
                    case Row.Delete ignored -> 0;
                    case Row.Settle ignored -> 0;
                    case Row.Erase ignored -> 0;
                };
        return row.key().size() + image;
    }

    private void flush() throws TargetException {
        if (waiting.isEmpty()) {
            return;
        }
        try {
            if (order.snapshot()) {
                order.lease().verify(open);
            }
            staged.add(open.connection(), waiting);
            if (order.snapshot()) {
                Trip last = new Trip();
                order.lease().loads().reached(last, order.source(), nextOrdinal);
                order.lease().commitUnseen(open, last);
            }
            waiting.clear();
            bytes = 0;
            Moment.SNAPSHOT_CHUNK_LOADED.passed();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    @Override
    public void complete(RowEvent.Ended ended, long nextOffset) throws TargetException {
        Succession succession = new Succession(order.state().applied());
        succession.follow(ended, nextOrdinal);
        flush();
        try {
            Connection connection = open.connection();
            Lease.applying(connection);
            order.lease().verify(open);
            staged.each(connection, MOST_PARTS, parts -> order.site().prepare(run(parts)));
            ParkedKeys parked = insist(connection);
            staged.remove(connection);
            order.lease().loads().remove(connection, order.source());
            Moment.ROWS_WRITTEN.passed();
            Moment.BEFORE_TARGET_COMMIT.passed();
            order.lease().commit(open, ended, nextOffset);
            Moment.TARGET_COMMITTED.passed();
            order.state().applied().putAll(succession.applied());
            order.state().parkedNow(parked.tickets());
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private ParkedKeys insist(Connection connection) throws SQLException, TargetException {
        var savepoint = connection.setSavepoint();
        for (Care care : List.of(Care.NONE, Care.ROWS)) {
            try {
                return apply(connection, care);
            } catch (SQLException e) {
                if (SqlError.of(e).meaning() != SqlError.Meaning.DATA) {
                    throw e;
                }
                connection.rollback(savepoint);
            }
        }
        return apply(connection, Care.REFERENCES);
    }

    private ParkedKeys apply(Connection connection, Care care) throws SQLException, TargetException {
        care.begin(connection);
        ParkedKeys parked = new ParkedKeys(
                connection, order.lease().parking(), new HashSet<>(order.state().parked()));
        Holdings holdings = new Holdings(order.lease().sites().projection());
        MappedWriter writer = new MappedWriter(connection, order.site(), holdings, parked, care.isRowByRow());
        writer.lock();
        if (order.snapshot()) {
            parked.forget(order.source());
        }
        staged.each(connection, MOST_PARTS, parts -> writer.writeWithoutDeletes(run(parts)));
        if (order.snapshot()) {
            writer.sweep(order.source(), order.position());
        } else {
            staged.each(connection, MOST_PARTS, parts -> writer.writeDeletes(run(parts)));
        }
        Care.check(connection);
        return parked;
    }

    private MappedRun run(List<RowEvent.Part> parts) {
        return MappedRun.of(order.source(), false, parts);
    }

    private TargetException failure(SQLException e) {
        return SqlError.of(e)
                .toException("applying the large transaction " + order.position() + " of " + order.source());
    }

    @Override
    public void close() {
        waiting.clear();
        if (open != null) {
            open.release();
        }
    }
}
