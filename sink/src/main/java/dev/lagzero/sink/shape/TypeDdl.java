package dev.lagzero.sink.shape;

import dev.lagzero.sink.type.Conversion;
import dev.lagzero.sink.type.TargetType;
import java.util.ArrayList;
import java.util.List;

/** Statements that change the type of a column and keep what it holds. */
public final class TypeDdl {

    private final Dialect dialect;

    public TypeDdl(Dialect dialect) {
        this.dialect = dialect;
    }

    /**
     * @param before the column as it stands
     * @param after the same column of the wider type
     * @param identity the column numbers rows; only bigint columns can
     */
    public List<String> widen(Relation relation, TargetColumn before, TargetColumn after, boolean identity) {
        String name = dialect.name(before.name());
        String alter = "ALTER TABLE " + dialect.relation(relation) + " ";
        List<String> statements = new ArrayList<>(release(alter, name, identity));
        if (after.type().isMixed()) {
            String storage = dialect.name(after.storageColumn());
            // Computed while the rows are rewritten: an UPDATE would write them all once more.
            statements.add(alter + "ADD COLUMN " + storage + " text GENERATED ALWAYS AS ("
                    + Conversion.storage(before.type(), name) + ") STORED");
            statements.add(alter + "ALTER COLUMN " + storage + " DROP EXPRESSION");
            statements.add(alter + "ALTER COLUMN " + storage + " SET NOT NULL");
        }
        statements.add(alter + "ALTER COLUMN " + name + " TYPE " + after.type().sqlName() + " USING "
                + Conversion.expression(before.type(), after.type(), name));
        statements.addAll(new TableDdl(dialect).setDefault(after, relation));
        return statements;
    }

    /** For a column that holds nothing but NULL: it may become anything. */
    public List<String> replace(Relation relation, TargetColumn before, TargetColumn after, boolean identity) {
        String name = dialect.name(before.name());
        String alter = "ALTER TABLE " + dialect.relation(relation) + " ";
        List<String> statements = new ArrayList<>(release(alter, name, identity));
        if (before.type().isMixed() && !after.type().isMixed()) {
            statements.add(alter + "DROP COLUMN " + dialect.name(before.storageColumn()));
        }
        if (after.type().isMixed() && !before.type().isMixed()) {
            String storage = dialect.name(after.storageColumn());
            statements.add(alter + "ADD COLUMN " + storage + " text NOT NULL DEFAULT 'null'");
            statements.add(alter + "ALTER COLUMN " + storage + " DROP DEFAULT");
        }
        TargetType type = after.type();
        statements.add(alter + "ALTER COLUMN " + name + " TYPE " + type.sqlName() + " USING NULL::" + type.sqlName());
        statements.addAll(new TableDdl(dialect).setDefault(after, relation));
        return statements;
    }

    private static List<String> release(String alter, String name, boolean identity) {
        return List.of(alter + "ALTER COLUMN " + name + (identity ? " DROP IDENTITY IF EXISTS" : " DROP DEFAULT"));
    }
}
