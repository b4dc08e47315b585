package dev.lagzero.sink.shape;

import dev.lagzero.sink.type.TargetType.Kind;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Statements for keys and constraints. Postgres chooses the names, so they never collide; they are read back. Only those
 * over indexes that are there already need a name, which must be free.
 */
public final class ConstraintDdl {

    private final Dialect dialect;

    public ConstraintDdl(Dialect dialect) {
        this.dialect = dialect;
    }

    public String addPrimaryKey(TargetTable table, Relation relation) {
        return alter(relation) + "ADD PRIMARY KEY (" + dialect.names(table.physicalNames(table.key())) + ")";
    }

    public String addDigestKey(TargetTable table, Relation relation) {
        return "CREATE UNIQUE INDEX ON " + dialect.relation(relation) + " (" + conflictTarget(table) + ")";
    }

    /** What ON CONFLICT names: the key's columns, or the expressions over them that are unique. */
    String conflictTarget(TargetTable table) {
        return table.physical(table.key()).stream()
                .map(column -> {
                    String name = dialect.name(column.name());
                    return isDigested(table, column) ? "(" + digest(column, name) + ")" : name;
                })
                .collect(Collectors.joining(", "));
    }

    static boolean isDigested(TargetTable table, PhysicalColumn column) {
        boolean isLong = column.type().kind() == Kind.TEXT
                || column.type().kind() == Kind.BYTEA
                || column.type().isMixed();
        return table.keyKind() == KeyKind.DIGEST && isLong && !column.storage();
    }

    /** The cast takes a text's bytes as they are once its backslashes are doubled, and may be used in an index. */
    static String digest(PhysicalColumn column, String name) {
        return column.type().kind() == Kind.BYTEA
                ? "sha256(" + name + ")"
                : "sha256(replace(" + name + ", '\\', '\\\\')::bytea)";
    }

    public String addUnique(TargetTable table, TargetConstraint unique, Relation relation) {
        return alter(relation) + "ADD UNIQUE (" + dialect.names(table.physicalNames(unique.columns()))
                + (unique.immediate() ? ")" : ") DEFERRABLE INITIALLY DEFERRED");
    }

    public String createIndex(LoadIndex index, Relation relation) {
        return "CREATE UNIQUE INDEX IF NOT EXISTS " + dialect.name(index.loadName()) + " ON "
                + dialect.relation(relation) + " (" + dialect.names(index.physical()) + ")";
    }

    /** The constraint over an index that is there; Postgres calls it like the constraint then. */
    public String adopt(LoadIndex index, Relation relation) {
        String using = " USING INDEX " + dialect.name(index.loadName());
        return alter(relation) + "ADD CONSTRAINT " + dialect.name(index.name())
                + (index.key() ? " PRIMARY KEY" + using : " UNIQUE" + using + " DEFERRABLE INITIALLY DEFERRED");
    }

    /** @param parentColumns of the parent, also when the declaration leaves them out */
    public String addForeignKey(
            TargetTable table,
            TargetConstraint key,
            Relation relation,
            TargetTable parent,
            List<String> parentColumns) {
        Relation parentRelation = new Relation(relation.schema(), parent.name());
        return alter(relation) + "ADD FOREIGN KEY (" + dialect.names(table.physicalNames(key.columns()))
                + ") REFERENCES " + dialect.relation(parentRelation) + " ("
                + dialect.names(parent.physicalNames(parentColumns))
                + ") ON UPDATE NO ACTION ON DELETE NO ACTION DEFERRABLE INITIALLY DEFERRED";
    }

    public String setNotNull(String column, Relation relation) {
        return alter(relation) + "ALTER COLUMN " + dialect.name(column) + " SET NOT NULL";
    }

    public String dropNotNull(String column, Relation relation) {
        return alter(relation) + "ALTER COLUMN " + dialect.name(column) + " DROP NOT NULL";
    }

    public String drop(String constraint, Relation relation) {
        return alter(relation) + "DROP CONSTRAINT " + dialect.name(constraint);
    }

    public String dropKey(TargetTable table, Relation relation) {
        return table.keyKind() == KeyKind.PRIMARY
                ? drop(table.keyName(), relation)
                : "DROP INDEX " + dialect.relation(new Relation(relation.schema(), table.keyName()));
    }

    private String alter(Relation relation) {
        return "ALTER TABLE " + dialect.relation(relation) + " ";
    }
}
