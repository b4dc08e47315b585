package dev.lagzero.sink.postgres;

import dev.lagzero.sink.ddl.LoadedReferences;
import dev.lagzero.sink.ddl.Site;
import dev.lagzero.sink.ddl.Workshop;
import dev.lagzero.sink.jdbc.Connections;
import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.jdbc.Transaction;
import dev.lagzero.sink.shape.ConstraintDdl;
import dev.lagzero.sink.shape.LoadIndex;
import dev.lagzero.sink.shape.TargetTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Builds the indexes and foreign keys of tables that are loaded, while others still are: on connections and in
 * transactions of their own. Nothing depends on it. What is built, the installation finds by looking; what is not, because
 * the data contradicts it or somebody is in the way, the installation builds itself, and decides what becomes of it. Used
 * by one thread at a time; {@link #await()} and {@link #isBare} by any.
 */
final class LoadIndexes implements AutoCloseable {

    private static final int THREADS = 2;
    private static final ConstraintDdl DDL = new ConstraintDdl(DriverQuoting.DIALECT);

    private final Connections connections;
    private final Site loads;
    private final ExecutorService threads;
    /** Have their indexes, or get them. */
    private final Set<String> begun = new HashSet<>();
    /** Surely have none. */
    private final Set<String> bare = new HashSet<>();

    private CompletableFuture<Void> building = CompletableFuture.completedFuture(null);
    /** One after the other: two that have a table in common would wait for each other. */
    private CompletableFuture<Void> references = CompletableFuture.completedFuture(null);

    LoadIndexes(Connections connections, Site loads) {
        this.connections = connections;
        this.loads = loads;
        this.threads = Executors.newFixedThreadPool(
                THREADS, Thread.ofPlatform().name("lagzero-index-", 0).daemon().factory());
    }

    /** All rows of these tables are there, as far as one can know. */
    synchronized void begin(Map<String, TargetTable> tables) {
        List<CompletableFuture<?>> all = new ArrayList<>(List.of(building));
        Set<String> added = new HashSet<>();
        for (TargetTable table : tables.values()) {
            if (begun.add(table.name())) {
                bare.remove(table.name());
                added.add(table.name());
                for (LoadIndex index : LoadIndex.of(table)) {
                    String statement = DDL.createIndex(index, loads.relation(table.name()));
                    all.add(CompletableFuture.supplyAsync(() -> build(statement), threads));
                }
            }
        }
        building = CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
        for (LoadedReferences.Reference reference : LoadedReferences.of(added, tables)) {
            String statement = reference.statement(loads);
            references =
                    CompletableFuture.allOf(building, references).thenAcceptAsync(both -> build(statement), threads);
        }
    }

    /** Surely without indexes, and without anybody who builds one. */
    synchronized boolean isBare(TargetTable table) {
        return LoadIndex.of(table).isEmpty() || bare.contains(table.name());
    }

    /** The table was made just now: what is being built of others does not concern its rows. */
    void made(String table) {
        bare(table);
    }

    /**
     * Belongs before rows are written into a table: were they to contradict an index, they would be refused, and it is the
     * UNIQUE that has to go. An earlier process may have built it.
     */
    void remove(Workshop workshop, TargetTable table) throws SQLException {
        if (LoadIndex.of(table).isEmpty() || !bare(table.name())) {
            return;
        }
        await();
        new LoadedReferences(workshop).drop(table.name());
        for (String index : ReadyIndexes.built(workshop, table.name()).keySet()) {
            ReadyIndexes.drop(workshop, index);
        }
    }

    /** Belongs before columns change: foreign keys would be in the way. */
    void release(Workshop workshop) throws SQLException {
        await();
        new LoadedReferences(workshop).drop();
    }

    /** False when the table was so before. */
    private synchronized boolean bare(String table) {
        begun.remove(table);
        return bare.add(table);
    }

    private boolean build(String statement) {
        try (Transaction transaction = Transaction.begin(connections.owner())) {
            Connection connection = transaction.connection();
            Lease.applying(connection);
            // Lost, it would be built again; what makes it visible in the end is synced, and everything before it.
            Sql.run(connection, "SET LOCAL synchronous_commit = off");
            Sql.run(connection, statement);
            transaction.commit();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /** Returns when nothing is being built. */
    void await() {
        CompletableFuture<Void> last;
        synchronized (this) {
            last = CompletableFuture.allOf(building, references);
        }
        last.join();
    }

    /** Returns when the last one is built. */
    @Override
    public void close() {
        // What waits for another one is not handed to the threads yet.
        await();
        threads.close();
    }
}
