package dev.lagzero.sink.given;

import dev.lagzero.schemas.row.Place;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.jdbc.SqlError;
import dev.lagzero.sink.jdbc.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The partitions that rows need, by month: noted while rows are gathered, made by {@code ensure_partition(table, moment)}
 * of the table's schema before they are written. Used by one thread.
 */
public final class Partitions {

    private record Month(String table, String moment) {}

    private final GivenTables tables;
    private final Set<Month> made = new HashSet<>();
    private final Map<Month, GivenTable> wanted = new HashMap<>();

    public Partitions(GivenTables tables) {
        this.tables = tables;
    }

    static String function(String schema) {
        return DriverQuoting.DIALECT.name(schema) + ".ensure_partition";
    }

    public void note(Place place, Image image) {
        if (place.kind() != Place.Kind.TABLE) {
            return;
        }
        GivenTable table = tables.of(place.name());
        if (table.monthsBy().isEmpty()) {
            return;
        }
        Value value = image.find(table.monthsBy().get());
        if (value instanceof Value.Text text && text.value().length() >= 10) {
            // A day is exact enough, whatever the zone: the function rounds to the month in its own.
            Month month = new Month(place.name(), text.value());
            Month day = new Month(place.name(), text.value().substring(0, 10));
            if (made.add(day)) {
                wanted.put(month, table);
            }
        }
    }

    public boolean areWanted() {
        return !wanted.isEmpty();
    }

    /** In a transaction of the owner that is committed before any row is written. */
    public void make(Connection owner) throws SQLException {
        for (Map.Entry<Month, GivenTable> each : wanted.entrySet()) {
            try {
                Transaction.attempt(
                        owner, () -> make(owner, each.getValue(), each.getKey().moment()));
            } catch (SQLException e) {
                // A text that is no time needs no partition: its row is refused, and parked, where it is written.
                if (SqlError.of(e).meaning() != SqlError.Meaning.DATA) {
                    throw e;
                }
            }
        }
        wanted.clear();
    }

    private static void make(Connection owner, GivenTable table, String moment) throws SQLException {
        Sql.query(
                owner,
                row -> "",
                "SELECT " + function(table.relation().schema()) + "(?, CAST(? AS timestamptz) + d)"
                        + " FROM (VALUES (interval '-1 day'), (interval '1 day')) AS near(d)",
                table.relation().name(),
                moment);
    }
}
