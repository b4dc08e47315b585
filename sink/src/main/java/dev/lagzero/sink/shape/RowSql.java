package dev.lagzero.sink.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statements that fill a table: their text depends on the table alone, so that the server plans each once. Rows
 * travel as one array a column.
 */
public final class RowSql {

    private final Dialect dialect;
    private final ConstraintDdl keys;

    public RowSql(Dialect dialect) {
        this.dialect = dialect;
        this.keys = new ConstraintDdl(dialect);
    }

    /** Parameters: one array for each physical column, of {@link #arrayType}. */
    public String upsert(TargetTable table, Relation relation) {
        List<PhysicalColumn> columns = table.physical();
        return insert(table, relation) + " SELECT " + casts(columns) + " FROM " + unnest(columns)
                + onConflict(table, "");
    }

    /** Of rows whose keys are not there. Parameters as those of {@link #upsert}. */
    public String insertNew(TargetTable table, Relation relation) {
        List<PhysicalColumn> columns = table.physical();
        return insert(table, relation) + " SELECT " + casts(columns) + " FROM " + unnest(columns);
    }

    /**
     * Of some columns, in rows that are there; the statement tells how many are.
     *
     * @param changed physical columns. Parameters: one array for each column of the key, then for each of these
     */
    public String update(TargetTable table, Relation relation, List<PhysicalColumn> changed) {
        List<PhysicalColumn> key = table.physical(table.key());
        List<PhysicalColumn> all = new ArrayList<>(key);
        all.addAll(changed);
        List<String> sets = new ArrayList<>();
        for (int i = key.size(); i < all.size(); i++) {
            sets.add(dialect.name(all.get(i).name()) + " = " + cast(all.get(i), i));
        }
        return "UPDATE " + dialect.relation(relation) + " AS t SET " + String.join(", ", sets) + " FROM " + unnest(all)
                + " WHERE " + String.join(" AND ", sameKeys(table, key));
    }

    /** Parameters: one array for each physical column of the key. */
    public String delete(TargetTable table, Relation relation) {
        List<PhysicalColumn> key = table.physical(table.key());
        return "DELETE FROM " + dialect.relation(relation) + " AS t USING " + unnest(key) + " WHERE "
                + String.join(" AND ", sameKeys(table, key));
    }

    private List<String> sameKeys(TargetTable table, List<PhysicalColumn> key) {
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            conditions.add(sameKey(table, key.get(i), cast(key.get(i), i)));
        }
        return conditions;
    }

    /** All rows of another table of the same types; rows that are the same already are left alone. */
    public String upsertFrom(TargetTable table, Relation relation, TargetTable from, Relation fromRelation) {
        List<String> names = from.physicalNames(table.definition().columnNames());
        return insert(table, relation) + " SELECT " + dialect.names(names) + " FROM " + dialect.relation(fromRelation)
                + onConflict(table, whereDifferent(table));
    }

    /** Rows whose key is not in another table of the same types. */
    public String deleteMissing(TargetTable table, Relation relation, TargetTable present, Relation presentRelation) {
        List<PhysicalColumn> key = table.physical(table.key());
        List<String> others = present.physicalNames(table.key());
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            conditions.add(sameKey(table, key.get(i), "u." + dialect.name(others.get(i))));
        }
        return "DELETE FROM " + dialect.relation(relation) + " AS t WHERE NOT EXISTS (SELECT 1 FROM "
                + dialect.relation(presentRelation) + " AS u WHERE " + String.join(" AND ", conditions) + ")";
    }

    /** Rows of a staging table whose numbers are in a range: two parameters, from and to (not included). */
    public String upsertStaged(TargetTable table, Relation relation, Staging staging) {
        return insert(table, relation) + " SELECT " + String.join(", ", staging.expressions("u")) + " FROM "
                + dialect.name(staging.name()) + " AS u WHERE " + Staging.RANGE + onConflict(table, "");
    }

    /** @param writes rows of the same transaction, which win over deletes; all of them are staged */
    public String deleteStaged(TargetTable table, Relation relation, Staging removes, Staging writes) {
        return deleteKeys(table, relation, removes) + " AND NOT EXISTS (SELECT 1 FROM " + dialect.name(writes.name())
                + " AS w WHERE " + removes.sameKey("u", writes, "w") + ")";
    }

    /** Deletes what staged rows are going to write again. */
    public String deleteKeys(TargetTable table, Relation relation, Staging staging) {
        List<PhysicalColumn> key = table.physical(table.key());
        List<String> others = staging.keyExpressions("u");
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            conditions.add(sameKey(table, key.get(i), others.get(i)));
        }
        return "DELETE FROM " + dialect.relation(relation) + " AS t USING " + dialect.name(staging.name())
                + " AS u WHERE " + Staging.RANGE + " AND " + String.join(" AND ", conditions);
    }

    /** @param relation a quoted name */
    public String copyBinary(List<PhysicalColumn> columns, String relation) {
        return copy(columns, relation) + " WITH (FORMAT binary)";
    }

    /** @param relation a quoted name */
    public String copy(List<PhysicalColumn> columns, String relation) {
        return "COPY " + relation + " ("
                + dialect.names(columns.stream().map(PhysicalColumn::name).toList()) + ") FROM STDIN";
    }

    private String sameKey(TargetTable table, PhysicalColumn column, String other) {
        String own = "t." + dialect.name(column.name());
        String same = own + " = " + other;
        if (!ConstraintDdl.isDigested(table, column)) {
            return same;
        }
        return ConstraintDdl.digest(column, own) + " = " + ConstraintDdl.digest(column, other) + " AND " + same;
    }

    private String insert(TargetTable table, Relation relation) {
        List<String> names = table.physical().stream().map(PhysicalColumn::name).toList();
        return "INSERT INTO " + dialect.relation(relation) + " AS t (" + dialect.names(names) + ")";
    }

    private String onConflict(TargetTable table, String where) {
        List<String> key = table.physicalNames(table.key());
        List<String> changed = table.physical().stream()
                .filter(column -> !key.contains(column.name()))
                .map(column -> dialect.name(column.name()) + " = excluded." + dialect.name(column.name()))
                .toList();
        String action = changed.isEmpty() ? "NOTHING" : "UPDATE SET " + String.join(", ", changed) + where;
        return " ON CONFLICT (" + keys.conflictTarget(table) + ") DO " + action;
    }

    private String whereDifferent(TargetTable table) {
        return table.physical().stream()
                .map(column -> comparable(column, "t") + " IS DISTINCT FROM " + comparable(column, "excluded"))
                .collect(Collectors.joining(" OR ", " WHERE ", ""));
    }

    /** Bits, not meaning: minus zero is not zero, and JSON is compared as written. */
    private String comparable(PhysicalColumn column, String alias) {
        String name = alias + "." + dialect.name(column.name());
        return switch (column.type().kind()) {
            case DOUBLE -> "float8send(" + name + ")";
            case JSON -> name + "::text";
            case BOOLEAN, BIGINT, NUMERIC, TEXT, BYTEA, DATE, TIMESTAMP, MIXED -> name;
        };
    }

    private static String unnest(List<PhysicalColumn> columns) {
        List<String> arrays = new ArrayList<>();
        List<String> aliases = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            arrays.add("?::" + arrayType(columns.get(i)) + "[]");
            aliases.add("p" + i);
        }
        return "unnest(" + String.join(", ", arrays) + ") AS u(" + String.join(", ", aliases) + ")";
    }

    private static String casts(List<PhysicalColumn> columns) {
        List<String> casts = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            casts.add(cast(columns.get(i), i));
        }
        return String.join(", ", casts);
    }

    private static String cast(PhysicalColumn column, int index) {
        String value = "u.p" + index;
        return arrayType(column).equals(column.sqlType()) ? value : value + "::" + column.sqlType();
    }

    /** Element type of the array that carries the column's values: the column's own, or text that it is cast from. */
    public static String arrayType(PhysicalColumn column) {
        if (column.storage()) {
            return "text";
        }
        return switch (column.type().kind()) {
            case BOOLEAN, BIGINT, DOUBLE, BYTEA -> column.sqlType();
            case NUMERIC, TEXT, DATE, TIMESTAMP, JSON, MIXED -> "text";
        };
    }
}
