package dev.lagzero.sink.postgres;

import dev.lagzero.sink.book.Bookkeeping;
import dev.lagzero.sink.book.SourceSchemas;
import dev.lagzero.sink.book.SourceSchemas.Wish;
import dev.lagzero.sink.book.Stage;
import dev.lagzero.sink.ddl.OnDrop;
import dev.lagzero.sink.ddl.Site;
import dev.lagzero.sink.jdbc.Connections;
import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.jdbc.Transaction;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Where each source's tables stand: decided once, remembered by the target, and made when missing. Safe for threads. */
final class Sites {

    private final String projection;
    private final String writer;
    private final OnDrop onDrop;
    private final Map<String, Wish> wishes;
    private final Map<String, Site> sites = new ConcurrentHashMap<>();

    Sites(PostgresConfig config) {
        this.projection = config.projection().name();
        this.writer = config.separateRoles() ? config.writerUser() : "";
        this.onDrop = config.onDrop();
        this.wishes = config.schemas();
    }

    String projection() {
        return projection;
    }

    /** Settles all that the settings name, in a transaction of the owner that is about to be committed. */
    void settle(Connection owner) throws SQLException, TargetException {
        for (String source : new TreeSet<>(wishes.keySet())) {
            sites.put(source, settle(owner, source));
        }
    }

    /** The schemas of the sources that are known so far, by source. */
    Map<String, String> schemas() {
        Map<String, String> schemas = new TreeMap<>();
        sites.forEach((source, site) -> schemas.put(source, site.schema()));
        return schemas;
    }

    /** A source that the settings do not name, but the log does, gets the schema of its name. */
    Site of(Connections connections, String source) throws SQLException, TargetException {
        Site known = sites.get(source);
        if (known != null) {
            return known;
        }
        try (Transaction transaction = Transaction.begin(connections.owner())) {
            Bookkeeping.lock(transaction.connection());
            Site site = settle(transaction.connection(), source);
            transaction.commit();
            sites.put(source, site);
            return site;
        }
    }

    private Site settle(Connection owner, String source) throws SQLException, TargetException {
        Wish wish = wishes.getOrDefault(source, new Wish(source, false));
        String schema = new SourceSchemas(projection).decide(owner, source, wish);
        String quoted = DriverQuoting.DIALECT.name(schema);
        if (!Sql.exists(owner, "SELECT 1 FROM pg_namespace WHERE nspname = ?", schema)) {
            Sql.run(owner, "CREATE SCHEMA " + quoted);
        }
        if (!writer.isEmpty()) {
            Sql.run(owner, "GRANT USAGE ON SCHEMA " + quoted + " TO " + DriverQuoting.DIALECT.name(writer));
        }
        return at(schema);
    }

    void forget(String source) {
        sites.remove(source);
    }

    Site at(String schema) {
        return new Site(projection, schema, writer, onDrop, Stage.LIVE);
    }
}
