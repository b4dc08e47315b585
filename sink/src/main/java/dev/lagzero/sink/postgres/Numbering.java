package dev.lagzero.sink.postgres;

import dev.lagzero.sink.ddl.Workshop;
import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.shape.TableDdl;
import dev.lagzero.sink.shape.TargetColumn;
import dev.lagzero.sink.shape.TargetTable;
import java.sql.SQLException;

/** Identity columns: applications that write after a cut-over get numbers that are not taken. */
final class Numbering {

    private static final String LARGEST = "9223372036854775806";

    private Numbering() {}

    static void restart(Workshop workshop, TargetTable table) throws SQLException {
        String relation = DriverQuoting.DIALECT.relation(workshop.relation(table.name()));
        for (TargetColumn column : table.columns()) {
            if (TableDdl.isIdentity(table, column)) {
                String highest = "coalesce(max(" + DriverQuoting.DIALECT.name(column.name()) + "), 0)";
                Sql.query(
                        workshop.connection(),
                        row -> "",
                        "SELECT setval(pg_get_serial_sequence(?, ?), least(greatest(" + highest + ", 0), " + LARGEST
                                + ") + 1, false) FROM " + relation
                                + " HAVING pg_get_serial_sequence(?, ?) IS NOT NULL",
                        relation,
                        column.name(),
                        relation,
                        column.name());
            }
        }
    }
}
