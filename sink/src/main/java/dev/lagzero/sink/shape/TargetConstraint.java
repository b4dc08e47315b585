package dev.lagzero.sink.shape;

import dev.lagzero.schemas.table.ForeignKey;
import java.util.List;

/**
 * Something a source declares about a table, besides its key, and what has become of it.
 *
 * @param parentTable and {@code parentColumns}: what a foreign key points to; empty for others
 * @param actions declared ON UPDATE and ON DELETE of a foreign key, in this order; while replicating it has none
 * @param immediate a UNIQUE that is checked row by row, because a foreign key points to it and Postgres wants it so
 * @param name Postgres' name of it; empty unless it is in force
 * @param reason why it is not in force; empty when it is
 */
public record TargetConstraint(
        Kind kind,
        List<String> columns,
        String parentTable,
        List<String> parentColumns,
        List<String> actions,
        boolean immediate,
        State state,
        String name,
        String reason) {

    public enum Kind {
        NOT_NULL,
        UNIQUE,
        FOREIGN_KEY
    }

    public enum State {
        IN_FORCE,
        /** It will be made as soon as that is possible: its parent is not there yet, or nobody has got to it. */
        WAITING,
        /** The source's own data or types contradict it. It blocks a cut-over, never a row. */
        SET_ASIDE
    }

    public TargetConstraint {
        columns = List.copyOf(columns);
        parentColumns = List.copyOf(parentColumns);
        actions = List.copyOf(actions);
    }

    static TargetConstraint waiting(Kind kind, List<String> columns) {
        return new TargetConstraint(kind, columns, "", List.of(), List.of(), false, State.WAITING, "", "");
    }

    static TargetConstraint waiting(ForeignKey key) {
        return new TargetConstraint(
                Kind.FOREIGN_KEY,
                key.columns(),
                key.parentTable(),
                key.parentColumns(),
                List.of(key.onUpdate(), key.onDelete()),
                false,
                State.WAITING,
                "",
                "");
    }

    public boolean isInForce() {
        return state == State.IN_FORCE;
    }

    public TargetConstraint inForce(String newName) {
        return with(State.IN_FORCE, newName, "");
    }

    public TargetConstraint setAside(String why) {
        return with(State.SET_ASIDE, "", why);
    }

    public TargetConstraint waiting(String why) {
        return with(State.WAITING, "", why);
    }

    /** The same UNIQUE, to be made so that a foreign key may point to it. */
    public TargetConstraint checkedAtOnce() {
        return new TargetConstraint(
                kind, columns, parentTable, parentColumns, actions, true, State.WAITING, "", reason);
    }

    private TargetConstraint with(State newState, String newName, String newReason) {
        return new TargetConstraint(
                kind, columns, parentTable, parentColumns, actions, immediate, newState, newName, newReason);
    }

    TargetConstraint on(List<String> newColumns) {
        return new TargetConstraint(
                kind, newColumns, parentTable, parentColumns, actions, immediate, state, name, reason);
    }

    /** The same reference after its parent was renamed, or its parent's columns were. */
    public TargetConstraint pointingTo(String newParent, List<String> newParentColumns) {
        return new TargetConstraint(
                kind, columns, newParent, newParentColumns, actions, immediate, state, name, reason);
    }

    /** Says the same of a table, whatever has become of it. */
    boolean declaresSameAs(TargetConstraint other) {
        return kind == other.kind
                && columns.equals(other.columns)
                && parentTable.equals(other.parentTable)
                && parentColumns.equals(other.parentColumns);
    }

    /** As in DDL, for people. */
    public String declaration() {
        String list = "(" + String.join(", ", columns) + ")";
        return switch (kind) {
            case NOT_NULL -> "NOT NULL " + list;
            case UNIQUE -> "UNIQUE " + list;
            case FOREIGN_KEY ->
                "FOREIGN KEY " + list + " REFERENCES " + parentTable
                        + (parentColumns.isEmpty() ? "" : " (" + String.join(", ", parentColumns) + ")")
                        + " ON UPDATE " + actions.get(0) + " ON DELETE " + actions.get(1);
        };
    }
}
