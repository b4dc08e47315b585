package dev.lagzero.sink.postgres;

import dev.lagzero.sink.book.Parking.Ticket;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.target.Target.Applied;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What a tenure knows of what is committed, so that it need not ask for every batch. Mutable; one thread. */
record TenureState(Map<String, Applied> applied, Map<String, TargetTable> tables, Set<Ticket> parked) {

    Map<String, TargetTable> tablesOf(Set<String> sources) {
        Map<String, TargetTable> own = new HashMap<>(tables);
        own.values().removeIf(table -> !sources.contains(table.source()));
        return own;
    }

    void committed(Set<String> sources, Map<String, TargetTable> newTables, Set<Ticket> newParked) {
        tables.values().removeIf(table -> sources.contains(table.source()));
        tables.putAll(newTables);
        parked.removeIf(ticket -> sources.contains(ticket.source()));
        newParked.stream().filter(ticket -> sources.contains(ticket.source())).forEach(parked::add);
    }
}
