package dev.lagzero.sink.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lagzero.sink.jdbc.Connections;
import dev.lagzero.sink.jdbc.SqlError;
import dev.lagzero.sink.jdbc.Transaction;
import dev.lagzero.sink.jdbc.Trip;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TripTest {

    private static final String INSERT = "INSERT INTO t VALUES (?)";

    private Server.Database database;
    private Connections connections;

    @BeforeEach
    void open() {
        database = Server.database();
        database.run("CREATE TABLE t(id int UNIQUE DEFERRABLE INITIALLY DEFERRED)");
        var superuser = new Connections.Login("postgres", "postgres");
        connections = Connections.open(database.url(), superuser, superuser);
    }

    @AfterEach
    void close() {
        connections.close();
    }

    private String ids() {
        return database.ask("SELECT string_agg(id::text, ',' ORDER BY id) FROM t");
    }

    @Test
    void eachStatementSeesTheOnesBeforeIt() throws SQLException {
        try (Transaction transaction = Transaction.begin(connections.writer())) {
            Trip trip = new Trip().add(INSERT, 1).add("SELECT 7").add(INSERT, 2);
            List<Integer> seen = trip.ask("SELECT id FROM t WHERE id <> ? ORDER BY id", row -> row.getInt(1), 7);
            trip.run(transaction.connection());
            assertEquals(List.of(1, 2), seen);
        }
        assertEquals(null, ids());
    }

    @Test
    void theCommitOfATripIsACommit() throws SQLException {
        try (Transaction transaction = Transaction.begin(connections.writer())) {
            transaction.commit(new Trip().add(INSERT, 1).add(INSERT, 2));
            assertEquals("1,2", ids());
        }
        try (Transaction next = Transaction.begin(connections.writer())) {
            next.commit(new Trip().add(INSERT, 3));
        }
        assertEquals("1,2,3", ids());
    }

    @Test
    void whenAStatementFailsNothingBehindItRuns() throws SQLException {
        try (Transaction transaction = Transaction.begin(connections.writer())) {
            Trip trip = new Trip().add(INSERT, 1).add("SELECT 1 / 0").add(INSERT, 2);
            SQLException e = assertThrows(SQLException.class, () -> transaction.commit(trip));
            assertEquals("22012", e.getSQLState());
        }
        assertEquals(null, ids());
    }

    @Test
    void whatTheCommitFindsWrongIsTold() throws SQLException {
        try (Transaction transaction = Transaction.begin(connections.writer())) {
            Trip trip = new Trip().add(INSERT, 1).add(INSERT, 1);
            SQLException e = assertThrows(SQLException.class, () -> transaction.commit(trip));
            assertEquals(SqlError.Meaning.DATA, SqlError.of(e).meaning());
            assertEquals("t_id_key", SqlError.of(e).constraint());
        }
        assertEquals(null, ids());
    }
}
