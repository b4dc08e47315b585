package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.moment.Moment;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.sink.book.Stage;
import dev.lagzero.sink.ddl.Definer;
import dev.lagzero.sink.ddl.Dropping;
import dev.lagzero.sink.ddl.LongValues;
import dev.lagzero.sink.ddl.Remedy;
import dev.lagzero.sink.ddl.Workshop;
import dev.lagzero.sink.jdbc.SqlError;
import dev.lagzero.sink.net.NetRow;
import dev.lagzero.sink.net.Segment;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.target.TargetException;
import dev.lagzero.sink.write.Bisection;
import dev.lagzero.sink.write.Fitting;
import dev.lagzero.sink.write.FittingRow;
import dev.lagzero.sink.write.Misfit;
import dev.lagzero.sink.write.RowPlan;
import dev.lagzero.sink.write.RowWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Applies one segment within the transaction of its batch. */
final class SegmentWriter {

    private final Workshop workshop;
    private final ParkedKeys parked;
    private final BatchAttempt.Mode mode;
    private final List<Remedy> remedies;
    private List<RowPlan> plans = List.of();
    private boolean changedTables;

    SegmentWriter(Workshop workshop, ParkedKeys parked, BatchAttempt.Mode mode, List<Remedy> remedies) {
        this.workshop = workshop;
        this.parked = parked;
        this.mode = mode;
        this.remedies = remedies;
    }

    boolean changedTables() {
        return changedTables;
    }

    void write(Segment segment) throws SQLException, TargetException, OwnerNeeded {
        if (segment.changesTables()) {
            define(segment);
        }
        plans = new ArrayList<>();
        for (String table : segment.rows().tables()) {
            boolean onlyRejects = segment.rows().of(table).stream().allMatch(row -> row.action() == NetRow.Action.KEEP);
            if (!onlyRejects || workshop.tables().containsKey(table)) {
                plans.add(fitting(segment, workshop.table(table)));
            }
        }
        Map<String, Set<Image>> refused = new HashMap<>();
        for (RowPlan plan : plans) {
            write(plan, plan.removes(), (writer, rows) -> writer.remove(rows), refused);
        }
        for (RowPlan plan : plans) {
            write(plan, plan.writes(), writing(), refused);
        }
        for (String table : segment.rows().tables()) {
            settleParking(table, segment, refused.getOrDefault(table, Set.of()));
        }
    }

    /** What is parked stands in the target as it was before, not as the source knows it. */
    private Deed writing() {
        boolean known = !mode.careful() && parked.tickets().isEmpty();
        return known ? RowWriter::writeKnown : RowWriter::write;
    }

    private void define(Segment segment) throws SQLException, TargetException {
        changedTables = true;
        workshop.checkDeferred();
        Definer definer = new Definer(workshop);
        Set<String> present = new HashSet<>();
        for (RowEvent.Part part : segment.definitions()) {
            definer.apply(part);
            if (part instanceof RowEvent.TableDefined defined) {
                present.add(defined.definition().name());
            }
            Moment.MID_DEFINITION.passed();
        }
        if (!segment.snapshotOf().isEmpty()) {
            dropAbsent(segment.snapshotOf(), present);
        }
        for (Remedy remedy : remedies) {
            // A definition may have given a table the name under which it failed.
            remedy.apply(workshop);
        }
        parked.reload();
    }

    /** A replacing snapshot: what it does not name is gone. */
    private void dropAbsent(String source, Set<String> present) throws SQLException, TargetException {
        Dropping dropping = new Dropping(workshop);
        for (TargetTable table : List.copyOf(workshop.tables().values())) {
            if (table.source().equals(source) && !present.contains(table.name())) {
                dropping.drop(source, table.name());
            }
        }
        workshop.site().parking().resolveSource(workshop.connection(), Stage.LIVE, source);
    }

    private RowPlan fitting(Segment segment, TargetTable table) throws SQLException, TargetException, OwnerNeeded {
        RowPlan plan = Fitting.plan(table, segment.rows().of(table.name()));
        if (!plan.changesTable()) {
            return plan;
        }
        if (!mode.owner()) {
            throw new OwnerNeeded();
        }
        workshop.checkDeferred();
        workshop.at(plan.writes().getLast().net().position());
        new Retyping(workshop).fit(plan);
        changedTables = true;
        return Fitting.plan(workshop.table(table.name()), segment.rows().of(table.name()));
    }

    private interface Deed {
        void run(RowWriter writer, List<FittingRow> rows) throws SQLException;
    }

    private void write(RowPlan plan, List<FittingRow> rows, Deed deed, Map<String, Set<Image>> refused)
            throws SQLException, TargetException {
        if (rows.isEmpty()) {
            return;
        }
        TargetTable table = workshop.table(plan.table().name());
        RowWriter writer = new RowWriter(workshop.connection(), table, workshop.relation(table.name()));
        if (!mode.careful()) {
            deed.run(writer, rows);
            return;
        }
        Bisection<FittingRow> bisection = new Bisection<>(workshop.connection(), this::isRowsFault, (row, error) -> {
            refused.computeIfAbsent(table.name(), name -> new HashSet<>())
                    .add(row.net().key());
            parked.park(table.name(), row.net(), error.message());
        });
        bisection.run(rows, some -> deed.run(writer, some));
    }

    private boolean isRowsFault(SqlError error) {
        return remedy(error).isEmpty();
    }

    /** What could give way instead of a row. */
    Optional<Remedy> remedy(SqlError error) {
        Optional<Remedy> named =
                Remedy.of(error, workshop.site().schema(), workshop.tables().values());
        return named.or(() -> plans.stream()
                .flatMap(plan ->
                        LongValues.remedy(
                                error, workshop.tables().get(plan.table().name()), plan::longest)
                                .stream())
                .findFirst());
    }

    private void settleParking(String table, Segment segment, Set<Image> refused) throws SQLException {
        Set<Image> kept = new HashSet<>(refused);
        for (RowPlan plan : plans) {
            if (plan.table().name().equals(table)) {
                for (Misfit misfit : plan.misfits()) {
                    kept.add(misfit.net().key());
                    parked.park(table, misfit.net(), misfit.reason());
                }
            }
        }
        for (NetRow row : segment.rows().of(table)) {
            if (!row.objection().isEmpty()) {
                parked.parkRejected(table, row);
            } else if (!kept.contains(row.key())) {
                parked.resolve(table, row);
            }
        }
    }
}
