package dev.lagzero.app.pipeline;

import java.time.Instant;
import java.util.List;

/** What a target holds, for people to look at. */
public record Holdings(List<Table> tables, List<Parked> parked) {

    public Holdings {
        tables = List.copyOf(tables);
        parked = List.copyOf(parked);
    }

    /**
     * A replicated table, as Postgres' own statistics have it.
     *
     * @param rows about how many there are
     * @param written rows inserted, updated and deleted since the statistics began
     */
    public record Table(String source, String schema, String name, long rows, long written) {}

    /** A row that Postgres could not hold. */
    public record Parked(String source, String table, String key, String reason, Instant since) {}
}
