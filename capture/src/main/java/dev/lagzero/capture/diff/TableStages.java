package dev.lagzero.capture.diff;

import dev.lagzero.capture.page.TreeOutline;
import dev.lagzero.capture.page.TreeRows;
import dev.lagzero.capture.table.CensusTaker;
import dev.lagzero.capture.table.RowReader;
import dev.lagzero.capture.table.StoredTable;
import dev.lagzero.capture.table.TableView;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.change.Header;
import dev.lagzero.schemas.table.Lineage;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns what happened to a table as a whole into the stages that tell it. */
final class TableStages {

    private final Comparison comparison;
    private final Header header;
    private final Map<String, Long> expected = new HashMap<>();

    TableStages(Comparison comparison, Header header, List<TableStep> steps) {
        this.comparison = comparison;
        this.header = header;
        for (TableStep step : steps) {
            if (step instanceof TableStep.Kept kept && kept.before() == null) {
                long estimate = comparison.outlineAfter(kept.after().root()).estimate();
                expected.put(kept.after().name(), estimate);
            }
        }
    }

    /** Rows of the tables that are copied whole: counted, or estimated as long as they are not; -1 without such tables. */
    long expected() {
        return expected.isEmpty()
                ? -1
                : expected.values().stream().mapToLong(Long::longValue).sum();
    }

    List<Stage> of(TableStep step) {
        return switch (step) {
            case TableStep.Dropped dropped ->
                List.of(once(ordinal -> new ChangeEvent.TableDropped(header, ordinal, dropped.table())));
            case TableStep.Failed failed ->
                List.of(once(ordinal -> new ChangeEvent.TableFailed(header, ordinal, failed.table(), failed.reason())));
            case TableStep.Kept kept -> kept.before() == null ? fresh(kept.after()) : kept(kept.before(), kept.after());
        };
    }

    private List<Stage> fresh(StoredTable.Followed table) {
        Side after = comparison.after();
        return fresh(after.view(table, after.keyHoldsNull(table)));
    }

    private List<Stage> fresh(TableView view) {
        RowReader reader = new RowReader(comparison.after().database(), view);
        TreeOutline rows = comparison.outlineAfter(view.table().root());
        TreeRows none = TreeOutline.none(comparison.before().database()).without(new BitSet());
        TreeRows all = rows.without(new BitSet());
        TablePair table = new TablePair(none, all, reader, reader, Projection.none(), true, false);
        PairStream pairs = new NewRows(table.isOrderedByRowid() ? all.rows() : all.entries());
        return List.of(definition(table, rows, new Lineage.Fresh()), new RowStage(header, table, pairs));
    }

    private List<Stage> kept(StoredTable.Followed was, StoredTable.Followed is) {
        TreeOutline now = comparison.outlineAfter(is.root());
        boolean touched = was.root() != is.root()
                || now.touches(comparison.changed())
                || !comparison.suspects().isEmpty();
        if (!touched && was.shape().equals(is.shape())) {
            return List.of();
        }
        boolean nullInKey = comparison.after().keyHoldsNull(is);
        TableView newView = comparison.after().view(is, nullInKey);
        boolean nullWasInKey =
                touched || !was.shape().equals(is.shape()) ? comparison.before().keyHoldsNull(was) : nullInKey;
        TableView oldView = comparison.before().view(was, nullWasInKey);
        Optional<Map<String, String>> lineage = Lineages.between(oldView, newView, touched);
        if (lineage.isEmpty()) {
            return replaced(was, newView);
        }
        TablePair table = pair(oldView, newView, now, lineage.get());
        List<Stage> stages = new ArrayList<>();
        if (!oldView.definition().equals(newView.definition())) {
            stages.add(definition(table, now, new Lineage.Altered(was.name(), lineage.get())));
        }
        stages.add(new RowStage(header, table, table.pairs()));
        return stages;
    }

    /** The table is taken as a new one; under another name, the old one is gone. */
    private List<Stage> replaced(StoredTable.Followed was, TableView view) {
        List<Stage> stages = new ArrayList<>();
        if (!was.name().equals(view.name())) {
            stages.addAll(of(new TableStep.Dropped(was.name())));
        }
        stages.addAll(fresh(view));
        return stages;
    }

    private TablePair pair(TableView was, TableView is, TreeOutline now, Map<String, String> columns) {
        TreeOutline then = comparison.outlineBefore(was.table().root(), now);
        boolean sameLayout = Lineages.sameLayout(was, is, columns);
        BitSet shared = sameLayout ? comparison.shared(then, now) : new BitSet();
        RowReader oldReader = new RowReader(comparison.before().database(), was);
        RowReader newReader = new RowReader(comparison.after().database(), is);
        Projection projection = Projection.of(oldReader.definition(), newReader.definition(), columns);
        return new TablePair(
                then.without(shared), now.without(shared), oldReader, newReader, projection, sameLayout, false);
    }

    /** The definition of the new table, with a census taken when it is asked for. */
    private Stage definition(TablePair table, TreeOutline rows, Lineage lineage) {
        return once(ordinal -> {
            CensusTaker census = new CensusTaker(table.newReader());
            TreeRows all = rows.without(new BitSet());
            census.count(table.isOrderedByRowid() ? all.rows() : all.entries());
            if (lineage instanceof Lineage.Fresh) {
                expected.put(table.newReader().view().name(), census.rows());
            }
            return new ChangeEvent.TableDefined(header, ordinal, census.counted(), lineage);
        });
    }

    private interface Made {
        ChangeEvent.Part make(long ordinal);
    }

    private static Stage once(Made made) {
        return new Stage() {
            private boolean done;

            @Override
            public ChangeEvent.@Nullable Part next(long ordinal) {
                if (done) {
                    return null;
                }
                done = true;
                return made.make(ordinal);
            }
        };
    }
}
