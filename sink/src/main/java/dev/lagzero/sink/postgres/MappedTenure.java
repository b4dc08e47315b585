package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.moment.Moment;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.sink.jdbc.SqlError;
import dev.lagzero.sink.jdbc.Transaction;
import dev.lagzero.sink.mapped.MappedReduction;
import dev.lagzero.sink.mapped.MappedRun;
import dev.lagzero.sink.owner.Holdings;
import dev.lagzero.sink.target.Target.Applied;
import dev.lagzero.sink.target.Target.Batch;
import dev.lagzero.sink.target.Target.LargeTransaction;
import dev.lagzero.sink.target.Target.SourceTransaction;
import dev.lagzero.sink.target.Target.Tenure;
import dev.lagzero.sink.target.TargetException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** One worker's right to write a mapped projection. After an exception it must be taken over again. */
final class MappedTenure implements Tenure {

    private final Lease lease;
    private final long nextOffset;
    private final TenureState state;
    private final MappedSite site;

    MappedTenure(Lease lease, long nextOffset, TenureState state, MappedSite site) {
        this.lease = lease;
        this.nextOffset = nextOffset;
        this.state = state;
        this.site = site;
    }

    @Override
    public long nextOffset() {
        return nextOffset;
    }

    @Override
    public Map<String, Applied> applied() {
        return Map.copyOf(state.applied());
    }

    @Override
    public void apply(Batch batch) throws TargetException {
        Succession succession = new Succession(state.applied());
        batch.claims().forEach(succession::claim);
        for (SourceTransaction transaction : batch.transactions()) {
            succession.follow(transaction.ended(), transaction.parts().size());
        }
        List<MappedRun> runs = MappedReduction.runs(batch.transactions());
        try {
            for (MappedRun run : runs) {
                site.prepare(run);
            }
            insist(batch, runs);
        } catch (SQLException e) {
            throw SqlError.of(e)
                    .toException("applying to projection " + lease.sites().projection());
        }
        state.applied().putAll(succession.applied());
    }

    /** Once is the rule; when the server refuses rows, they are looked at more closely. */
    private void insist(Batch batch, List<MappedRun> runs) throws SQLException, TargetException {
        boolean turns = runs.stream().anyMatch(MappedRun::meetsOthers);
        Care care = Care.NONE;
        while (true) {
            try {
                attempt(batch, runs, turns, care);
                return;
            } catch (TurnsNeeded e) {
                turns = true;
            } catch (SQLException e) {
                if (SqlError.of(e).meaning() != SqlError.Meaning.DATA || care == Care.REFERENCES) {
                    throw e;
                }
                care = care.next();
            }
        }
    }

    /** @param turns only one worker may be at what shows */
    private void attempt(Batch batch, List<MappedRun> runs, boolean turns, Care care)
            throws SQLException, TargetException, TurnsNeeded {
        try (Transaction transaction = lease.beginVerified(false)) {
            var connection = transaction.connection();
            care.begin(connection);
            ParkedKeys parked = new ParkedKeys(connection, lease.parking(), state.parkedKeys());
            Holdings holdings = new Holdings(lease.sites().projection());
            MappedWriter writer = new MappedWriter(connection, site, holdings, parked, care.isRowByRow());
            writer.write(runs, turns);
            Moment.ROWS_WRITTEN.passed();
            Moment.BEFORE_TARGET_COMMIT.passed();
            lease.commit(transaction, batch);
            Moment.TARGET_COMMITTED.passed();
            state.parkedNow(parked.tickets());
        }
    }

    @Override
    public void look() throws TargetException {
        lease.look();
    }

    @Override
    public LargeTransaction openLarge(String source, SourcePosition position, boolean snapshot) throws TargetException {
        new Succession(state.applied()).verify(source, position);
        return MappedLarge.open(new MappedLarge.Order(lease, state, site, source, position, snapshot));
    }

    @Override
    public void close() {
        // The token stays: only a later tenure fences this one.
    }
}
