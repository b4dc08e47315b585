package dev.lagzero.sink.book;

import dev.lagzero.schemas.json.DefinitionJson;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.shape.KeyKind;
import dev.lagzero.sink.shape.TargetColumn;
import dev.lagzero.sink.shape.TargetConstraint;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.type.TargetType;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tables that the sink made, as {@code lagzero.target_table} and its companions keep them. */
public final class Catalogue {

    private static final String WHERE = " WHERE projection = ? AND stage = ? AND target_schema = ? AND table_name = ?";

    private final String projection;
    private final String schema;

    /** @param schema where the tables stand */
    public Catalogue(String projection, String schema) {
        this.projection = projection;
        this.schema = schema;
    }

    private record Place(String table, String column, TargetType type, String storageColumn) {}

    private record Declared(String table, TargetConstraint constraint) {}

    /** By name. */
    public Map<String, TargetTable> read(Connection connection, Stage stage) throws SQLException {
        Map<String, Map<String, Place>> places = new HashMap<>();
        for (Place place : Sql.query(
                connection,
                row -> new Place(
                        row.getString(1), row.getString(2), TargetType.parse(row.getString(3)), row.getString(4)),
                "SELECT table_name, column_name, type, storage_column FROM lagzero.target_column"
                        + " WHERE projection = ? AND stage = ? AND target_schema = ?",
                projection,
                stage.label(),
                schema)) {
            places.computeIfAbsent(place.table(), name -> new HashMap<>()).put(place.column(), place);
        }
        Map<String, List<TargetConstraint>> constraints =
                stage == Stage.LIVE ? constraints(connection) : new HashMap<>();
        Map<String, TargetTable> tables = new HashMap<>();
        for (TargetTable table : Sql.query(
                connection,
                row -> table(row, places, constraints),
                "SELECT source, key_kind, key_name, definition FROM lagzero.target_table"
                        + " WHERE projection = ? AND stage = ? AND target_schema = ?",
                projection,
                stage.label(),
                schema)) {
            tables.put(table.name(), table);
        }
        return tables;
    }

    private static TargetTable table(
            ResultSet row, Map<String, Map<String, Place>> places, Map<String, List<TargetConstraint>> constraints)
            throws SQLException {
        TableDefinition definition = DefinitionJson.definition(row.getString(4));
        Map<String, Place> own = places.get(definition.name());
        List<TargetColumn> columns = new ArrayList<>();
        definition.columns().forEach(column -> {
            Place place = own.get(column.name());
            columns.add(new TargetColumn(column, place.type(), place.storageColumn()));
        });
        return new TargetTable(
                row.getString(1),
                definition,
                columns,
                KeyKind.valueOf(row.getString(2)),
                row.getString(3),
                constraints.getOrDefault(definition.name(), List.of()));
    }

    private Map<String, List<TargetConstraint>> constraints(Connection connection) throws SQLException {
        Map<String, List<TargetConstraint>> constraints = new HashMap<>();
        for (Declared declared : Sql.query(
                connection,
                Catalogue::declared,
                "SELECT table_name, kind, columns, parent_table, parent_columns, actions, immediate,"
                        + " state, name, reason FROM lagzero.constraint_state WHERE projection = ? AND target_schema = ?"
                        + " ORDER BY table_name, ordinal",
                projection,
                schema)) {
            constraints
                    .computeIfAbsent(declared.table(), name -> new ArrayList<>())
                    .add(declared.constraint());
        }
        return constraints;
    }

    private static Declared declared(ResultSet row) throws SQLException {
        return new Declared(
                row.getString("table_name"),
                new TargetConstraint(
                        TargetConstraint.Kind.valueOf(row.getString("kind")),
                        names(row.getArray("columns")),
                        row.getString("parent_table"),
                        names(row.getArray("parent_columns")),
                        names(row.getArray("actions")),
                        row.getBoolean("immediate"),
                        TargetConstraint.State.valueOf(row.getString("state")),
                        row.getString("name"),
                        row.getString("reason")));
    }

    private static List<String> names(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    /** Replaces what is kept of the table. */
    public void write(Connection connection, Stage stage, TargetTable table) throws SQLException {
        remove(connection, stage, table.name());
        Sql.update(
                connection,
                "INSERT INTO lagzero.target_table"
                        + " (projection, stage, target_schema, table_name, source, key_kind, key_name, definition)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                projection,
                stage.label(),
                schema,
                table.name(),
                table.source(),
                table.keyKind().name(),
                table.keyName(),
                DefinitionJson.text(table.definition()));
        for (int i = 0; i < table.columns().size(); i++) {
            TargetColumn column = table.columns().get(i);
            Sql.update(
                    connection,
                    "INSERT INTO lagzero.target_column (projection, stage, target_schema, table_name, ordinal,"
                            + " column_name, declared_type, type, storage_column) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    projection,
                    stage.label(),
                    schema,
                    table.name(),
                    i,
                    column.name(),
                    column.definition().declaredType(),
                    column.type().label(),
                    column.storageColumn());
        }
        if (stage == Stage.LIVE) {
            writeConstraints(connection, table);
        }
    }

    private void writeConstraints(Connection connection, TargetTable table) throws SQLException {
        for (int i = 0; i < table.constraints().size(); i++) {
            TargetConstraint constraint = table.constraints().get(i);
            Sql.update(
                    connection,
                    "INSERT INTO lagzero.constraint_state (projection, target_schema, table_name, ordinal, kind, columns,"
                            + " parent_table, parent_columns, actions, immediate, definition, state, name, reason)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    projection,
                    schema,
                    table.name(),
                    i,
                    constraint.kind().name(),
                    array(connection, constraint.columns()),
                    constraint.parentTable(),
                    array(connection, constraint.parentColumns()),
                    array(connection, constraint.actions()),
                    constraint.immediate(),
                    constraint.declaration(),
                    constraint.state().name(),
                    constraint.name(),
                    constraint.reason());
        }
    }

    private static Array array(Connection connection, List<String> names) throws SQLException {
        return connection.createArrayOf("text", names.toArray());
    }

    public void remove(Connection connection, Stage stage, String table) throws SQLException {
        Sql.update(connection, "DELETE FROM lagzero.target_table" + WHERE, projection, stage.label(), schema, table);
        Sql.update(connection, "DELETE FROM lagzero.target_column" + WHERE, projection, stage.label(), schema, table);
        if (stage == Stage.LIVE) {
            Sql.update(
                    connection,
                    "DELETE FROM lagzero.constraint_state WHERE projection = ? AND target_schema = ? AND table_name = ?",
                    projection,
                    schema,
                    table);
        }
    }
}
