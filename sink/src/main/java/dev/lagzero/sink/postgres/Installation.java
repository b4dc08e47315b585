package dev.lagzero.sink.postgres;

import dev.lagzero.sink.book.Loads;
import dev.lagzero.sink.book.Parking;
import dev.lagzero.sink.book.Stage;
import dev.lagzero.sink.ddl.Constraints;
import dev.lagzero.sink.ddl.Dropping;
import dev.lagzero.sink.ddl.LoadedReferences;
import dev.lagzero.sink.ddl.Namesakes;
import dev.lagzero.sink.ddl.Replacement;
import dev.lagzero.sink.ddl.Settlement;
import dev.lagzero.sink.ddl.Widener;
import dev.lagzero.sink.ddl.Workshop;
import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.jdbc.SqlError;
import dev.lagzero.sink.jdbc.Transaction;
import dev.lagzero.sink.shape.KeyKind;
import dev.lagzero.sink.shape.TableDdl;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts a loaded snapshot in place, in one transaction. A table that is new is moved as it is; one that is there already
 * is changed row by row, so that what users have granted and built on it stays.
 */
final class Installation {

    private final Workshop loaded;
    private final Workshop live;
    private final String source;
    private final Connection connection;
    private final LoadedReferences references;

    Installation(Workshop loaded, Workshop live, String source) {
        this.loaded = loaded;
        this.live = live;
        this.source = source;
        this.connection = live.connection();
        this.references = new LoadedReferences(loaded);
    }

    void run() throws SQLException, TargetException {
        List<String> names = List.copyOf(loaded.tables().keySet());
        for (String name : names) {
            loaded.put(loaded.table(name).declaredAnew());
        }
        references.adopt();
        for (String name : names) {
            new Widener(loaded).align(name);
        }
        live.checkDeferred();
        new Constraints(live).startOver();
        Replacement replacement = new Replacement(loaded, live);
        List<String> replaced =
                names.stream().filter(live.tables()::containsKey).toList();
        for (String name : replaced) {
            replacement.shape(name);
        }
        replacement.align(replaced);
        for (String name : names) {
            install(name);
            if (live.tables().containsKey(name)) {
                Numbering.restart(live, live.table(name));
            }
        }
        dropAbsent(names);
        new Settlement(live).settle();
        settleParking();
        new Loads(live.site().projection()).remove(connection, source);
    }

    private void install(String name) throws SQLException, TargetException {
        if (live.tables().containsKey(name)) {
            new Replacement(loaded, live).content(name);
            loaded.run("DROP TABLE " + DriverQuoting.DIALECT.relation(loaded.relation(name)));
        } else {
            ReadyIndexes ready = ReadyIndexes.of(loaded, live, loaded.table(name));
            if (ready.key().isEmpty()) {
                references.release(name, live);
            }
            ready.dropUseless(loaded);
            TargetTable table = loaded.table(name);
            new Namesakes(live).makeWay(name);
            String schema = DriverQuoting.DIALECT.name(live.site().schema());
            loaded.run(
                    "ALTER TABLE " + DriverQuoting.DIALECT.relation(loaded.relation(name)) + " SET SCHEMA " + schema);
            live.grant(name);
            TargetTable keyed =
                    ready.key().isPresent() ? ready.adoptKey(live, ready.key().get()) : withKey(table);
            live.put(ready.adoptUniques(live, keyed));
            live.run(new TableDdl(DriverQuoting.DIALECT).addIdentity(table, live.relation(name)));
        }
        loaded.forget(name);
    }

    private TargetTable withKey(TargetTable table) throws SQLException {
        TargetTable[] keyed = {table};
        try {
            Transaction.attempt(connection, () -> keyed[0] = live.withKey(table));
        } catch (SQLException e) {
            SqlError error = SqlError.of(e);
            if (!error.state().equals("54000") || table.keyKind() == KeyKind.DIGEST) {
                throw e;
            }
            live.run(new TableDdl(DriverQuoting.DIALECT).releaseKey(table, live.relation(table.name())));
            keyed[0] = live.withKey(table.withKey(KeyKind.DIGEST, ""));
        }
        return keyed[0];
    }

    private void dropAbsent(List<String> present) throws SQLException, TargetException {
        Map<String, TargetTable> absent = new HashMap<>(live.tables());
        absent.keySet().removeAll(present);
        for (String name : absent.keySet()) {
            new Dropping(live).drop(source, name);
        }
    }

    private void settleParking() throws SQLException {
        Parking parking = live.site().parking();
        parking.resolveSource(connection, Stage.LIVE, source);
        parking.promote(connection, source);
    }
}
