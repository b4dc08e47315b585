package dev.lagzero.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each fault that migrations of this system by hand are known for. One run, in a zone far from the data's, serves all. */
class GovernanceFaultsIT {

    private static final Map<String, String> FAR_ZONE = Map.of("TZ", "Pacific/Kiritimati");

    @TempDir
    private static Path folder;

    private static GovernanceRun run;
    private static Product product;

    @BeforeAll
    static void load() throws IOException, SQLException, InterruptedException {
        run = GovernanceRun.on(folder, GovernanceRun.Place.PLAIN_TABLES, 1);
        state("zero", 0.0, "STABLE");
        state("exact", 0.1234567890123456, "TRANSITION");
        agent("keyed", "active", "[\"Red\", \"red\", \"re-d\", \"re_d\"]");
        event(1, "2026-01-01T00:30:00", "{\"a\": {\"b\": 1.50}}");
        event(2, "1999-01-31T23:59:59", null);
        event(3, "2031-07-01 00:00:00", null);
        event(4, "2025-12-31 23:59:59.999", "[]");
        event(5, "2026-02-28 23:59:59", null);
        event(6, "2026-03-01 00:00:00", null);
        run.second.put("tool_usage", List.of(), "id", 1, "timestamp", "2025-12-15 22:46:39", "latency_ms", 0.1);
        run.first.put("session_identities", List.of(), "session_id", "lone", "agent_id", "nobody");
        run.first.put(
                "discoveries", List.of(), "id", "d", "severity", "critical", "details", "it's $$ \"x\"\n\\ $cypher$ ü");
        product = run.start(FAR_ZONE);
        product.awaitState("CONSISTENT");
    }

    @AfterAll
    static void end() throws IOException, SQLException, InterruptedException {
        assertEquals(0, product.interrupt());
        product.close();
        run.close();
    }

    private static void state(String agent, double coherence, String regime) throws SQLException {
        run.first.put(
                "agent_state",
                List.of("agent_id"),
                "agent_id",
                agent,
                "E",
                coherence,
                "coherence",
                coherence,
                "regime",
                regime,
                "updated_at",
                "2025-12-13T17:21:12");
    }

    private static void agent(String id, String status, String tags) throws SQLException {
        run.first.put(
                "agent_metadata",
                List.of("agent_id"),
                "agent_id",
                id,
                "status",
                status,
                "tags_json",
                tags,
                "parent_agent_id",
                status == null ? null : "keyed",
                "last_update",
                "2025-12-15 22:46:39",
                "api_key",
                "raw-key-of-" + id);
    }

    private static void event(int id, String timestamp, String details) throws SQLException {
        run.second.put("audit_events", List.of(), "id", id, "timestamp", timestamp, "details_json", details);
    }

    /** The first column of each row, in order. */
    private static List<String> ask(String sql) throws IOException, SQLException {
        List<String> found = new ArrayList<>();
        try (Connection target = run.connect();
                Statement statement = target.createStatement()) {
            for (Map<String, Object> row : GovernanceContent.rows(statement, sql)) {
                found.add(String.valueOf(row.values().iterator().next()));
            }
        }
        return found;
    }

    private static String when(int event) throws IOException, SQLException {
        return ask("SELECT to_char(ts AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS') FROM audit.events WHERE source_id = "
                        + event)
                .getFirst();
    }

    @Test
    void zeroIsNoMissingValue() throws IOException, SQLException {
        assertEquals(List.of("0.0"), ask("SELECT coherence FROM core.agent_state WHERE agent_id = 'zero'"));
    }

    @Test
    void doublesKeepEveryDigit() throws IOException, SQLException {
        assertEquals(
                List.of("0.1234567890123456"), ask("SELECT entropy FROM core.agent_state WHERE agent_id = 'exact'"));
        assertEquals(List.of("0.1"), ask("SELECT latency_ms FROM audit.tool_usage WHERE source_id = 1"));
        assertEquals(
                List.of(),
                ask("SELECT table_name FROM information_schema.columns WHERE table_schema IN ('core', 'audit')"
                        + " AND data_type = 'real'"));
    }

    @Test
    void aNaiveTimeIsLocalAndNotUtc() throws IOException, SQLException {
        assertEquals("2025-12-31 23:30:00.000", when(1));
        assertEquals("2025-12-31 23:59:59.999", when(4));
    }

    @Test
    void aRowOfAnyMonthHasAPartition() throws IOException, SQLException {
        assertEquals(List.of("6"), ask("SELECT count(*) FROM audit.events"));
        assertEquals(
                List.of("audit.events_1999_01", "audit.events_2031_07"),
                ask("SELECT tableoid::regclass::text FROM audit.events WHERE source_id IN (2, 3) ORDER BY 1"));
    }

    @Test
    void monthsEndInUtcWhateverTheSessionsZoneIs() throws IOException, SQLException {
        assertEquals(
                List.of("audit.events_2025_12", "audit.events_2025_12", "audit.events_2026_02", "audit.events_2026_03"),
                ask("SELECT tableoid::regclass::text FROM audit.events WHERE source_id IN (1, 4, 5, 6) ORDER BY 1"));
    }

    @Test
    void aSessionOfAnUnknownAgentIsKeptAndNothingIsInvented() throws IOException, SQLException {
        assertEquals(
                List.of("nobody"),
                ask("SELECT agent_id FROM core.sessions WHERE session_key = 'lone' AND expires_at IS NULL"
                        + " AND created_at IS NULL"));
    }

    @Test
    void noValueIsRefusedForBeingUnknown() throws IOException, SQLException {
        assertEquals(List.of("TRANSITION"), ask("SELECT regime FROM core.agent_state WHERE agent_id = 'exact'"));
        assertEquals(
                List.of("critical"),
                ask("SELECT properties->>'severity' FROM graph.vertices WHERE label = 'Discovery'"));
        assertEquals(
                List.of(),
                ask(
                        "SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid::regclass::text ~ '^(core|audit)'"));
    }

    @Test
    void noRawKeyIsAnywhereInTheDatabase() throws IOException, SQLException {
        assertEquals(List.of("64"), ask("SELECT length(api_key_hash) FROM core.identities WHERE agent_id = 'keyed'"));
        List<String> tables = ask("SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n"
                + " ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v') AND n.nspname !~ '^pg_'"
                + " AND n.nspname <> 'information_schema'");
        assertTrue(tables.contains("core.identities") && tables.contains("lagzero.owner"), tables.toString());
        for (String table : tables) {
            assertEquals(List.of(), ask("SELECT 1 FROM " + table + " AS t WHERE t::text LIKE '%raw-key-of%'"), table);
        }
    }

    @Test
    void noTriggerOverwritesTheTimeOfTheSourceWhileItFiresForOthers()
            throws IOException, SQLException, InterruptedException {
        agent("timed", "active", null);
        product.awaitState("CONSISTENT");
        agent("timed", "paused", null);
        product.awaitState("CONSISTENT");
        String updated = "SELECT status || ' ' || to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')"
                + " FROM core.identities WHERE agent_id = 'timed'";
        assertEquals(List.of("paused 2025-12-15 22:46:39"), ask(updated));
        try (Connection target = run.connect();
                Statement statement = target.createStatement()) {
            target.setAutoCommit(false);
            statement.execute("UPDATE core.identities SET status = 'x' WHERE agent_id = 'timed'");
            var row = GovernanceContent.rows(
                            statement,
                            "SELECT updated_at = now() AS touched FROM core.identities WHERE agent_id = 'timed'")
                    .getFirst();
            assertEquals(true, row.get("touched"));
            target.rollback();
        }
    }

    @Test
    void jsonIsEncodedOnce() throws IOException, SQLException {
        assertEquals(List.of("1.50"), ask("SELECT payload->'a'->'b' FROM audit.events WHERE source_id = 1"));
        assertEquals(List.of("array"), ask("SELECT jsonb_typeof(payload) FROM audit.events WHERE source_id = 4"));
        assertEquals(
                List.of("array"),
                ask("SELECT jsonb_typeof(metadata->'tags') FROM core.identities WHERE agent_id = 'keyed'"));
    }

    @Test
    void anyTextIsATextOfTheGraph() throws IOException, SQLException {
        assertEquals(
                List.of("it's $$ \"x\"\n\\ $cypher$ ü"),
                ask("SELECT properties->>'details' FROM graph.vertices WHERE label = 'Discovery'"));
    }

    @Test
    void tagsThatDifferOnlyInCaseOrInADashAreFourTags() throws IOException, SQLException {
        assertEquals(
                List.of("4"),
                ask("SELECT count(*) FROM graph.edges e JOIN graph.vertices s ON s.id = e.start_id"
                        + " WHERE e.label = 'HAS_TAG' AND s.key = 'keyed'"));
    }

    @Test
    void aPropertyATagAndAnEdgeThatAreGoneDoNotStay() throws IOException, SQLException, InterruptedException {
        agent("poor", "active", "[\"only here\"]");
        product.awaitState("CONSISTENT");
        String seen = "SELECT count(*) FROM graph.vertices WHERE key = 'only here' OR (key = 'poor' AND properties"
                + " ? 'status') UNION ALL SELECT count(*) FROM graph.edges e JOIN graph.vertices v"
                + " ON v.key = 'poor' AND v.id IN (e.start_id, e.end_id)";
        assertEquals(List.of("2", "2"), ask(seen));
        agent("poor", null, "[]");
        product.awaitState("CONSISTENT");
        assertEquals(List.of("0", "0"), ask(seen));
        assertFalse(ask("SELECT 1 FROM graph.vertices WHERE key = 'poor'").isEmpty());
    }

    @Test
    void aSecondStateWithAnEqualTimestampIsKept() throws IOException, SQLException, InterruptedException {
        state("still", 0.25, "STABLE");
        state("still", 0.5, "STABLE");
        state("still", 0.25, "STABLE");
        product.awaitState("CONSISTENT");
        assertEquals(
                List.of("0.25", "0.5", "0.25"),
                ask("SELECT coherence FROM core.agent_state WHERE agent_id = 'still' ORDER BY source_epoch,"
                        + " source_sequence LIMIT 3"));
    }

    @Test
    void idsAreTheSameWhenALoadIsRepeated() throws IOException, SQLException, InterruptedException {
        String ids = "SELECT event_id FROM audit.events UNION ALL SELECT usage_id FROM audit.tool_usage"
                + " UNION ALL SELECT id::text FROM graph.vertices UNION ALL SELECT id::text FROM graph.edges ORDER BY 1";
        List<String> before = ask(ids);
        assertEquals(0, product.interrupt());
        product.close();
        run.forgetSources();
        product = run.start(FAR_ZONE);
        product.awaitState("CONSISTENT");
        assertEquals(before, ask(ids));
    }
}
