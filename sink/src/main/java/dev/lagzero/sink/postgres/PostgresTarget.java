package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.head.Head;
import dev.lagzero.sink.book.Bookkeeping;
import dev.lagzero.sink.book.Heads;
import dev.lagzero.sink.book.Parking;
import dev.lagzero.sink.book.Progress;
import dev.lagzero.sink.book.Projections;
import dev.lagzero.sink.jdbc.Connections;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.jdbc.SqlError;
import dev.lagzero.sink.jdbc.Transaction;
import dev.lagzero.sink.target.Target;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Applies one projection to a Postgres database: each source's tables to the schema that is its own. Safe for use by several threads; tenures are not. */
public final class PostgresTarget implements Target {

    private final Sites sites;
    private final Connections connections;
    private final PostgresConfig config;

    private PostgresTarget(Sites sites, Connections connections, PostgresConfig config) {
        this.sites = sites;
        this.connections = connections;
        this.config = config;
    }

    /**
     * Checks server and roles, makes the bookkeeping when it is missing, and registers the projection.
     *
     * @throws TargetException.Unavailable the server cannot be reached; nothing was changed
     * @throws TargetException.Refused a person must act; the message says what to do
     */
    public static PostgresTarget open(PostgresConfig wanted) throws TargetException {
        PostgresConfig config = wanted;
        new StartChecks(config).run();
        Sites sites = new Sites(config);
        Connections connections = Connections.open(config.jdbcUrl(), config.owner(), config.writer());
        try {
            config = prepare(connections, sites, wanted);
        } catch (SQLException e) {
            connections.close();
            throw SqlError.of(e).toException("preparing the schema lagzero at " + config.place());
        } catch (TargetException e) {
            connections.close();
            throw e;
        }
        return new PostgresTarget(sites, connections, config);
    }

    /** @return the settings, with what the target remembers of a mapped projection */
    private static PostgresConfig prepare(Connections connections, Sites sites, PostgresConfig wanted)
            throws SQLException, TargetException {
        PostgresConfig config = wanted;
        try (Transaction transaction = Transaction.begin(connections.owner())) {
            Connection owner = transaction.connection();
            Bookkeeping.ensure(owner);
            Projections.register(owner, config.projection());
            sites.settle(owner);
            if (config.mapped().isPresent()) {
                MappedSite.check(owner, config);
                Projections.settle(
                        owner, config.projection().name(), config.mapped().get().place());
            } else {
                config = Projections.place(owner, config.projection().name())
                        .map(wanted::at)
                        .orElse(wanted);
            }
            if (config.separateRoles()) {
                Sql.run(owner, Bookkeeping.grants(config.quotedWriter()));
            }
            transaction.commit();
        }
        if (config.mapped().isPresent() && config.mapped().get().catalog().isPresent()) {
            CatalogInstallation.run(config, config.mapped().get());
        }
        return config;
    }

    @Override
    public Tenure takeOver(Partition partition) throws TargetException {
        try {
            return takenOver(partition);
        } catch (SQLTransientConnectionException e) {
            throw SqlError.of(e).toException("reaching Postgres");
        } catch (SQLException e) {
            if (SqlError.of(e).meaning() != SqlError.Meaning.UNAVAILABLE) {
                throw SqlError.of(e).toException("taking over partition " + partition.number());
            }
            // What ended one connection has probably ended all that wait in the pools.
            connections.renew();
        }
        try {
            return takenOver(partition);
        } catch (SQLException e) {
            throw SqlError.of(e).toException("taking over partition " + partition.number());
        }
    }

    private Tenure takenOver(Partition partition) throws SQLException, TargetException {
        Progress progress = new Progress(sites.projection());
        try (Transaction transaction = Transaction.begin(connections.writer())) {
            Connection writer = transaction.connection();
            Progress.Held held = progress.takeOver(writer, partition);
            TenureState state = new TenureState(
                    new HashMap<>(progress.applied(writer)),
                    new HashMap<>(),
                    new HashSet<>(new Parking(sites.projection()).tickets(writer)));
            Lease lease = new Lease(connections, sites, partition, held.fence());
            Tenure tenure = config.mapped().isPresent()
                    ? new MappedTenure(lease, held.nextOffset(), state, MappedSite.of(writer, connections, config))
                    : new PostgresTenure(lease, held.nextOffset(), state);
            transaction.commit();
            return tenure;
        }
    }

    /** Waits for nobody: a worker that has taken over may be at work for long, and knows better. */
    @Override
    public void block(Partition partition, String reason) throws TargetException {
        try (Transaction transaction = Transaction.begin(connections.writer())) {
            Sql.run(transaction.connection(), "SET LOCAL lock_timeout = '1s'");
            new Progress(sites.projection()).block(transaction.connection(), partition, reason);
            transaction.commit();
        } catch (SQLException e) {
            throw SqlError.of(e).toException("saying what is in the way");
        }
    }

    /** Applies the newest image of every parked row again. */
    public Retry.Outcome retry() throws TargetException {
        return config.mapped().isPresent()
                ? new MappedRetry(connections, config).run()
                : new Retry(connections, sites).run();
    }

    /**
     * Lets go of a source: of its tables, or of its rows in the tables and the graph of a mapping, and of how far it was.
     * History stays. No sink may run.
     */
    public Released forget(String source) throws TargetException {
        int rows = config.mapped().isPresent() ? new MappedFarewell(connections, config).of(source) : 0;
        return new Released(new Farewell(connections, sites).of(source), rows);
    }

    /** How many tables went, and how many rows of tables that are there for other sources, too. */
    public record Released(int tables, int rows) {}

    /** Keeps the newest heads, one of each source, for those who measure lag. */
    public void upsertHeads(List<Head> heads) throws TargetException {
        try (Connection writer = connections.writer().getConnection()) {
            Heads.save(writer, heads);
        } catch (SQLException e) {
            throw SqlError.of(e).toException("keeping the heads of " + heads.size() + " sources");
        }
    }

    /** How far each source is. */
    public List<TargetStatus.Watermark> watermarks() throws TargetException {
        try (Connection writer = connections.writer().getConnection()) {
            return TargetStatus.watermarks(writer, sites.projection());
        } catch (SQLException e) {
            throw SqlError.of(e).toException("reading the watermarks of projection " + sites.projection());
        }
    }

    public TargetStatus status() throws TargetException {
        try (Transaction transaction = Transaction.begin(connections.writer())) {
            Connection writer = transaction.connection();
            // However many statements it takes, all of them see one moment.
            writer.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return TargetStatus.read(writer, sites.projection());
        } catch (SQLException e) {
            throw SqlError.of(e).toException("reading the state of projection " + sites.projection());
        }
    }

    /** Where the tables of each source stand, by source: of those that the settings or the log have named so far. */
    public Map<String, String> schemas() {
        return sites.schemas();
    }

    /** False when one role owns and fills the tables: then only our code, not the server, keeps rows from being DDL. */
    public boolean separateRoles() {
        return connections.separate();
    }

    /** Its connections, for those who watch. */
    public List<Connections.Pool> pools() {
        return connections.pools();
    }

    @Override
    public void close() {
        connections.close();
    }
}
