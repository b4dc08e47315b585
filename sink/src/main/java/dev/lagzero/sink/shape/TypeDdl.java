package dev.lagzero.sink.shape;

import dev.lagzero.sink.type.Conversion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Statements that change types of columns and keep what the columns hold. */
public final class TypeDdl {

    /**
     * One column's change.
     *
     * @param identity the column numbers rows; only bigint columns can
     * @param empty it holds nothing but NULL: it may become anything
     */
    public record Change(TargetColumn before, TargetColumn after, boolean identity, boolean empty) {}

    private final Dialect dialect;

    public TypeDdl(Dialect dialect) {
        this.dialect = dialect;
    }

    /** All columns of a table together: each statement rewrites the table at most once. */
    public List<String> change(Relation relation, List<Change> changes) {
        List<Function<Change, Stream<String>>> steps = List.of(this::prepare, this::settle, this::convert);
        List<String> statements = new ArrayList<>();
        for (Function<Change, Stream<String>> step : steps) {
            List<String> clauses = changes.stream().flatMap(step).toList();
            if (!clauses.isEmpty()) {
                statements.add("ALTER TABLE " + dialect.relation(relation) + " " + String.join(", ", clauses));
            }
        }
        for (Change change : changes) {
            statements.addAll(new TableDdl(dialect).setDefault(change.after(), relation));
        }
        return statements;
    }

    private Stream<String> prepare(Change change) {
        String name = dialect.name(change.before().name());
        String alter = "ALTER COLUMN " + name;
        String release = change.identity() ? alter + " DROP IDENTITY IF EXISTS" : alter + " DROP DEFAULT";
        if (becomesMixed(change)) {
            // Computed while the rows are rewritten: an UPDATE would write them all once more.
            String filled = change.empty()
                    ? "NOT NULL DEFAULT 'null'"
                    : "GENERATED ALWAYS AS ("
                            + Conversion.storage(change.before().type(), name) + ") STORED";
            return Stream.of(release, "ADD COLUMN " + storage(change) + " text " + filled);
        }
        boolean wasMixed =
                change.before().type().isMixed() && !change.after().type().isMixed();
        return wasMixed
                ? Stream.of(
                        release, "DROP COLUMN " + dialect.name(change.before().storageColumn()))
                : Stream.of(release);
    }

    private Stream<String> settle(Change change) {
        if (!becomesMixed(change)) {
            return Stream.of();
        }
        String alter = "ALTER COLUMN " + storage(change);
        return change.empty()
                ? Stream.of(alter + " DROP DEFAULT")
                : Stream.of(alter + " DROP EXPRESSION", alter + " SET NOT NULL");
    }

    private Stream<String> convert(Change change) {
        String name = dialect.name(change.before().name());
        String type = change.after().type().sqlName();
        String value = change.empty()
                ? "NULL::" + type
                : Conversion.expression(change.before().type(), change.after().type(), name);
        return Stream.of("ALTER COLUMN " + name + " TYPE " + type + " USING " + value);
    }

    private static boolean becomesMixed(Change change) {
        return change.after().type().isMixed() && !change.before().type().isMixed();
    }

    private String storage(Change change) {
        return dialect.name(change.after().storageColumn());
    }
}
