package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.row.Former;
import dev.lagzero.schemas.row.Place;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import dev.lagzero.sink.given.GivenWriter;
import dev.lagzero.sink.graph.GraphWriter;
import dev.lagzero.sink.history.HistoryWriter;
import dev.lagzero.sink.mapped.MappedRow;
import dev.lagzero.sink.mapped.MappedRun.HistoryStep;
import dev.lagzero.sink.net.NetRow;
import dev.lagzero.sink.target.TargetException;
import dev.lagzero.sink.type.Holding;
import dev.lagzero.sink.write.Bisection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes rows visible: in tables, in the graph, in history. What the target cannot hold is parked. */
final class MappedShow {

    private static final int MOST_ROWS = 5_000;

    private final Connection connection;
    private final MappedSite site;
    private final ParkedKeys parked;
    private final boolean careful;
    private final GraphWriter graph;

    private record Batch(Place place, List<String> columns) {}

    private interface Deed<R> {
        void run(List<R> rows) throws SQLException;
    }

    /** @param careful rows that the server refuses are found and parked */
    MappedShow(Connection connection, MappedSite site, ParkedKeys parked, boolean careful) {
        this.connection = connection;
        this.site = site;
        this.parked = parked;
        this.careful = careful;
        this.graph = site.graph().writer(connection);
    }

    /** Each row once; its action says what becomes of it. */
    void rows(Collection<MappedRow> rows) throws SQLException, TargetException {
        List<MappedRow> able = able(rows);
        run(of(able, Place.Kind.EDGE, false), graph::removeEdges);
        run(of(able, Place.Kind.VERTEX, false), graph::removeVertices);
        // Who refers goes first and comes last, for foreign keys that do not wait for the commit.
        for (List<MappedRow> some : batches(of(able, Place.Kind.TABLE, false)).reversed()) {
            GivenWriter writer = writer(some.getFirst().place());
            run(some, part -> writer.remove(part.stream().map(MappedRow::key).toList()));
        }
        for (List<MappedRow> some : batches(of(able, Place.Kind.TABLE, true))) {
            GivenWriter writer = writer(some.getFirst().place());
            List<String> key = some.getFirst().key().names();
            writer.check(some.getFirst().image(), some.getFirst().key());
            run(some, part -> writer.write(part.stream().map(MappedRow::image).toList(), key));
        }
        run(of(able, Place.Kind.VERTEX, true), graph::writeVertices);
        run(of(able, Place.Kind.EDGE, true), graph::writeEdges);
    }

    private static List<MappedRow> of(List<MappedRow> rows, Place.Kind kind, boolean writes) {
        return rows.stream()
                .filter(row -> row.place().kind() == kind && row.writes() == writes)
                .toList();
    }

    private List<List<MappedRow>> batches(List<MappedRow> rows) {
        Map<Batch, List<MappedRow>> batches = new LinkedHashMap<>();
        for (MappedRow row : rows) {
            List<String> columns = (row.writes() ? row.image() : row.key()).names();
            batches.computeIfAbsent(new Batch(row.place(), columns), batch -> new ArrayList<>())
                    .add(row);
        }
        return batches.entrySet().stream()
                .sorted(Comparator.comparingInt(
                        batch -> site.tables().of(batch.getKey().place().name()).depth()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private GivenWriter writer(Place table) {
        return new GivenWriter(connection, site.tables().of(table.name()));
    }

    /** Parks what no server need be asked about; nothing else is parked any more. */
    private List<MappedRow> able(Collection<MappedRow> rows) throws SQLException {
        List<MappedRow> able = new ArrayList<>(rows.size());
        for (MappedRow row : rows) {
            Optional<String> objection = row.writes() ? objection(row) : Optional.empty();
            if (objection.isPresent()) {
                parked.park(row.placeName(), row.net(), objection.get());
            } else {
                parked.resolveFor(row);
                // A key that no column can hold was never written: there is nothing to remove, and no asking for it.
                if (row.writes() || Holding.objection(row.key()).isEmpty()) {
                    able.add(row);
                }
            }
        }
        return able;
    }

    private Optional<String> objection(MappedRow row) {
        if (row.place().kind() == Place.Kind.TABLE) {
            return writer(row.place()).objection(row.image());
        }
        boolean blob = row.image().values().stream().anyMatch(Value.Blob.class::isInstance);
        return blob ? Optional.of("a property of the graph cannot be a blob") : Holding.objection(row.image());
    }

    private void run(List<MappedRow> rows, Deed<MappedRow> deed) throws SQLException {
        run(rows, deed, (row, error) -> parked.park(row.placeName(), row.net(), error.message()));
    }

    private <R> void run(List<R> rows, Deed<R> deed, Bisection.Refusal<R> refusal) throws SQLException {
        for (int from = 0; from < rows.size(); from += MOST_ROWS) {
            List<R> some = rows.subList(from, Math.min(rows.size(), from + MOST_ROWS));
            if (careful) {
                new Bisection<R>(connection, error -> true, refusal).run(some, deed::run);
            } else {
                deed.run(some);
            }
        }
    }

    /** In their order: an erasure takes what came before it, and nothing that comes after. */
    void history(List<HistoryStep> steps) throws SQLException, TargetException {
        List<HistoryStep> appends = new ArrayList<>();
        for (HistoryStep step : steps) {
            if (step.row() instanceof Row.Erase erase) {
                append(appends);
                appends.clear();
                new HistoryWriter(connection, site.tables()).erase(erase, step);
            } else {
                appends.add(step);
            }
        }
        append(appends);
    }

    private void append(List<HistoryStep> steps) throws SQLException, TargetException {
        Map<Batch, List<HistoryStep>> batches = new LinkedHashMap<>();
        for (HistoryStep step : steps) {
            Image image = image(step);
            Place place = Place.table(step.row().table());
            Optional<String> objection = writer(place).objection(image);
            if (objection.isPresent()) {
                parked.park(step.row().table(), net(step), objection.get());
            } else {
                batches.computeIfAbsent(new Batch(place, image.names()), batch -> new ArrayList<>())
                        .add(step);
            }
        }
        for (Map.Entry<Batch, List<HistoryStep>> batch : batches.entrySet()) {
            Row first = batch.getValue().getFirst().row();
            GivenWriter writer = writer(batch.getKey().place());
            writer.check(image(batch.getValue().getFirst()), first.key());
            run(
                    batch.getValue(),
                    some -> writer.append(
                            some.stream().map(MappedShow::image).toList(),
                            first.key().names()),
                    (step, error) -> parked.park(step.row().table(), net(step), error.message()));
        }
    }

    private static Image image(HistoryStep step) {
        if (step.row() instanceof Row.Append append) {
            return append.image();
        }
        throw new IllegalArgumentException("no row of history: " + step.row());
    }

    private static NetRow net(HistoryStep step) {
        return new NetRow(
                step.row().key(),
                NetRow.Action.WRITE,
                image(step),
                Former.UNKNOWN,
                "",
                step.source(),
                step.position(),
                step.ordinal());
    }
}
