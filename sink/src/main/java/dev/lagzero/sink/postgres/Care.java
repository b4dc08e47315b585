package dev.lagzero.sink.postgres;

import dev.lagzero.sink.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** How closely the rows of a mapped projection are looked at while they are written; each level when the one before failed. */
enum Care {
    /** Nothing is expected to fail. */
    NONE,
    /** Rows that the server refuses are found and parked; foreign keys count at the end, so that order does not. */
    ROWS,
    /** Rows that violate a foreign key are found and parked, too: each must be right when it is written. */
    REFERENCES;

    /** To be called in the transaction, before any row is written. */
    void begin(Connection connection) throws SQLException {
        if (this == REFERENCES) {
            Sql.run(connection, List.of("SET CONSTRAINTS ALL IMMEDIATE"));
        }
    }

    /** What was deferred is checked here, so that it fails before the commit. */
    static void check(Connection connection) throws SQLException {
        Sql.run(connection, List.of("SET CONSTRAINTS ALL IMMEDIATE"));
    }

    /** The closest one stays. */
    Care next() {
        return this == NONE ? ROWS : REFERENCES;
    }

    boolean isRowByRow() {
        return this != NONE;
    }
}
