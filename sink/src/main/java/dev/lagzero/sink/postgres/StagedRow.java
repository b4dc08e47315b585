package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.Former;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.net.NetRow;
import dev.lagzero.sink.shape.Staging;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A staged row as the image that it was. */
final class StagedRow {

    private StagedRow() {}

    static NetRow read(Connection connection, Staging staging, long number, SourcePosition position)
            throws SQLException {
        return Sql.query(
                        connection,
                        row -> read(row, staging, position),
                        "SELECT * FROM " + DriverQuoting.DIALECT.name(staging.name()) + " WHERE n = ?",
                        number)
                .getFirst();
    }

    private static NetRow read(ResultSet row, Staging staging, SourcePosition position) throws SQLException {
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < staging.columns().size(); i++) {
            values.add(value(row.getString("s" + i), row.getString("c" + i)));
        }
        Image image = new Image(staging.columns(), values);
        return new NetRow(
                image.project(staging.table().key()),
                NetRow.Action.WRITE,
                image,
                Former.UNKNOWN,
                "",
                staging.table().source(),
                position,
                row.getLong("p"));
    }

    private static Value value(String storage, String content) {
        return switch (storage) {
            case "null" -> Value.NULL;
            case "integer" -> Value.of(Long.parseLong(content));
            case "real" -> Value.of(Double.parseDouble(content));
            case "text" -> Value.of(content);
            case "blob" -> Value.of(HexFormat.of().parseHex(content.substring(2)));
            default -> throw new IllegalStateException("no storage class is called " + storage);
        };
    }
}
