package dev.lagzero.capture.diff;

import dev.lagzero.capture.page.ChangedPages;
import dev.lagzero.capture.page.Pages;
import dev.lagzero.capture.table.StoredTable;
import dev.lagzero.schemas.change.Header;
import dev.lagzero.schemas.table.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Turns two states of a database's pages into the changes between them: the exact net effect on every row, with before
 * and after images. The same input yields the same changes, byte for byte.
 */
public final class PageDiff {

    private PageDiff() {}

    /**
     * @param before the pages as they stood; none for a first copy
     * @param changed numbers of pages of {@code after} whose content differs from {@code before}; pages beyond the
     *     smaller page count count as changed, whether set or not
     */
    public record DiffInput(Pages before, Pages after, ChangedPages changed, Header header, CaptureScope scope) {
        public DiffInput {
            Objects.requireNonNull(before, "before");
            Objects.requireNonNull(after, "after");
            Objects.requireNonNull(changed, "changed");
            Objects.requireNonNull(header, "header");
            Objects.requireNonNull(scope, "scope");
        }
    }

    /**
     * The changes, in order, with ordinals 0, 1, 2 ...; lazy, so that memory does not grow with the transaction. Tables
     * that are gone come first, then the others in the order of the schema: what became of the table, then its rows.
     *
     * @throws dev.lagzero.capture.page.CorruptPageException here or from the iterator, when a page is not what it must be
     * @throws IllegalArgumentException when the scope masks a column of a primary key
     */
    public static Changes between(DiffInput input) {
        Comparison comparison = Comparison.of(input);
        List<StoredTable> after = comparison.after().tables();
        for (StoredTable table : after) {
            if (table instanceof StoredTable.Followed followed) {
                comparison.after().view(followed, false);
            }
        }
        List<TableStep> steps = SchemaDiff.steps(comparison.before().tables(), after);
        TableStages tables = new TableStages(comparison, input.header(), steps);
        List<Supplier<List<Stage>>> stages = new ArrayList<>();
        steps.forEach(step -> stages.add(() -> tables.of(step)));
        return new LazyChanges(tables::expected, stages.iterator());
    }

    /** What the database holds, for people and for planning; the definitions have no census. */
    public static SourceDescription describe(Pages pages) {
        Side side = Side.of(pages, CaptureScope.ALL);
        List<TableDefinition> tables = new ArrayList<>();
        List<String> notices = new ArrayList<>(side.schema().notices());
        for (StoredTable table : side.tables()) {
            switch (table) {
                case StoredTable.Followed followed ->
                    tables.add(side.view(followed, side.keyHoldsNull(followed)).definition());
                case StoredTable.Failed failed ->
                    notices.add("the table " + failed.name() + " cannot be followed: " + failed.reason());
            }
        }
        return new SourceDescription(tables, notices);
    }
}
