package dev.lagzero.sink.postgres;

import dev.lagzero.sink.ddl.Site;
import dev.lagzero.sink.net.Segment;
import dev.lagzero.sink.shape.Relation;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.write.Fitting;
import dev.lagzero.sink.write.RowPlan;
import dev.lagzero.sink.write.RowWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of a batch that is nothing else, and that fits the tables as they are: nothing need be asked before they are written. */
final class PlainRows {

    /** What is to happen to one table. */
    private record Part(RowPlan plan, Relation relation) {}

    private final List<List<Part>> segments = new ArrayList<>();
    private final Map<String, Map<String, TargetTable>> tables;

    private PlainRows(Map<String, Map<String, TargetTable>> tables) {
        this.tables = tables;
    }

    /** Empty when anything about the batch is not plain. */
    static Optional<PlainRows> of(BatchWork work, Map<String, Site> sites, TenureState state) {
        if (!work.isPlain() || !state.isPlainFor(sites.keySet())) {
            return Optional.empty();
        }
        PlainRows rows = new PlainRows(state.known(sites.keySet()));
        for (Map.Entry<String, List<Segment>> each : work.segments().entrySet()) {
            for (Segment segment : each.getValue()) {
                if (!rows.add(segment, sites.get(each.getKey()), rows.tables.get(each.getKey()))) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(rows);
    }

    /** False when the segment is not plain for these tables. */
    private boolean add(Segment segment, Site site, Map<String, TargetTable> known) {
        List<Part> parts = new ArrayList<>();
        for (String name : segment.rows().tables()) {
            TargetTable table = known.get(name);
            if (table == null) {
                return false;
            }
            RowPlan plan = Fitting.plan(table, segment.rows().of(name));
            if (plan.changesTable() || !plan.misfits().isEmpty()) {
                return false;
            }
            parts.add(new Part(plan, site.relation(name)));
        }
        segments.add(parts);
        return true;
    }

    void write(Opening opening) throws SQLException {
        for (List<Part> parts : segments) {
            for (Part part : parts) {
                writer(opening, part).remove(part.plan().removes());
            }
            for (Part part : parts) {
                writer(opening, part).writeKnown(part.plan().writes());
            }
        }
    }

    private static RowWriter writer(Opening opening, Part part) {
        return new RowWriter(opening.connection(), opening::update, part.plan().table(), part.relation());
    }

    /** By source and name. */
    Map<String, Map<String, TargetTable>> tables() {
        return tables;
    }
}
