package dev.lagzero.sink.postgres;

import dev.lagzero.sink.book.Parking.Ticket;
import dev.lagzero.sink.book.Stage;
import dev.lagzero.sink.ddl.Site;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.target.Target.Applied;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a tenure knows of what is committed, so that it need not ask for every batch. Mutable; tables and parked keys are
 * also read by who writes ahead.
 *
 * @param tables by source and name; those of a source are read when it first has something to apply
 */
record TenureState(Map<String, Applied> applied, Map<String, Map<String, TargetTable>> tables, Set<Ticket> parked) {

    /** As they were when the open transaction began: belongs before its first change. */
    synchronized Map<String, TargetTable> tablesOf(Connection connection, Site site, String source)
            throws SQLException {
        Map<String, TargetTable> known = tables.get(source);
        if (known == null) {
            known = new HashMap<>(site.catalogue().read(connection, Stage.LIVE));
            known.values().removeIf(table -> !table.source().equals(source));
            tables.put(source, known);
        }
        return known;
    }

    /** All of these sources' tables are known, and no row is parked. */
    synchronized boolean isPlainFor(Set<String> sources) {
        return parked.isEmpty() && tables.keySet().containsAll(sources);
    }

    /** Of these sources, by source and name: belongs after {@link #isPlainFor}. */
    synchronized Map<String, Map<String, TargetTable>> known(Set<String> sources) {
        Map<String, Map<String, TargetTable>> known = new HashMap<>(tables);
        known.keySet().retainAll(sources);
        return known;
    }

    /** A copy. */
    synchronized Set<Ticket> parkedKeys() {
        return new HashSet<>(parked);
    }

    synchronized void committed(String source, Map<String, TargetTable> newTables, Set<Ticket> newParked) {
        tables.put(source, new HashMap<>(newTables));
        parked.removeIf(ticket -> ticket.source().equals(source));
        newParked.stream().filter(ticket -> ticket.source().equals(source)).forEach(parked::add);
    }

    synchronized void parkedNow(Set<Ticket> newParked) {
        parked.clear();
        parked.addAll(newParked);
    }
}
