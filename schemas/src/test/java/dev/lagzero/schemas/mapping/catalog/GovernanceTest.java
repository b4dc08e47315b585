package dev.lagzero.schemas.mapping.catalog;

import static dev.lagzero.schemas.mapping.Changes.difference;
import static dev.lagzero.schemas.mapping.Changes.image;
import static dev.lagzero.schemas.mapping.Changes.only;
import static dev.lagzero.schemas.mapping.Changes.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.mapping.Mapping;
import dev.lagzero.schemas.mapping.file.Settings;
import dev.lagzero.schemas.mapping.rule.Unsettled;
import dev.lagzero.schemas.row.Place;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class GovernanceTest {

    private static final Settings BERLIN = Settings.of("Europe/Berlin", "salt");
    private final Mapping mapping = Catalog.GOVERNANCE.mapping(BERLIN);

    private static Image state(Object coherence, String json) {
        return image(
                "agent_id",
                "a",
                "E",
                0.0,
                "I",
                1,
                "S",
                0.1,
                "V",
                -0.0,
                "coherence",
                coherence,
                "regime",
                "TRANSITION",
                "state_json",
                json,
                "updated_at",
                "2025-12-13T17:21:12");
    }

    private static Image agent(String tags, String parent) {
        return image("agent_id", "a", "tags_json", tags, "parent_agent_id", parent, "api_key", "k", "mood", "fine");
    }

    @Test
    void zeroStaysZeroAndDoublesStayDoubles() {
        Row.Append row = (Row.Append) difference(mapping, "agent_state", null, state(0.1234567890123, null))
                .getFirst();
        assertEquals(Value.of(0.0), row.image().get("entropy"));
        assertEquals(Value.of(1.0), row.image().get("integrity"));
        assertEquals(Value.of(-0.0), row.image().get("volatility"));
        assertEquals(Value.of(0.1234567890123), row.image().get("coherence"));
        assertEquals(Value.of("TRANSITION"), row.image().get("regime"));
    }

    @Test
    void everyChangeOfAStateIsHistoryEvenWithAnEqualTimestamp() {
        List<Row> rows = difference(mapping, "agent_state", state(0.5, "{}"), state(0.5, "{}"));
        assertEquals(1, rows.size());
        assertEquals(
                image(
                        "source_name",
                        "s",
                        "source_epoch",
                        1,
                        "source_sequence",
                        2,
                        "source_ordinal",
                        3,
                        "agent_id",
                        "a"),
                rows.getFirst().key());
        assertEquals(List.of(), difference(mapping, "agent_state", state(0.5, "{}"), null));
    }

    @Test
    void naNInJsonIsKeptAndJsonIsNotEncodedTwice() {
        Row.Append row =
                (Row.Append) difference(mapping, "agent_state", null, state(null, "{\"E\": NaN, \"coherence\": NaN}"))
                        .getFirst();
        assertEquals(Value.of("NaN"), row.image().get("coherence"));
        assertEquals(
                Value.of("{\"E\":{\"$real\":\"NaN\"},\"coherence\":{\"$real\":\"NaN\"}}"),
                row.image().get("state"));
    }

    @Test
    void naiveTimesAreLocalSqlTimesAreUtcAndMonthsEndInUtc() {
        assertEquals("2025-12-31 23:30:00+00", ts("2026-01-01T00:30:00"));
        assertEquals("2025-12-15 22:46:39+00", ts("2025-12-15 22:46:39"));
        assertEquals("2025-12-13 17:21:12.927817+00", ts("2025-12-13T17:21:12.927817+00:00"));
        Mapping unsettled = Catalog.GOVERNANCE.mapping(Settings.NONE);
        assertThrows(Unsettled.class, () -> rows(unsettled, "audit_events", event("2026-01-01T00:30:00")));
        assertThrows(Mapping.Unmappable.class, () -> ts("2026-03-29T02:30:00"));
    }

    private String ts(String text) {
        return ((Value.Text) only(rows(mapping, "audit_events", event(text)), "audit.events")
                        .get("ts"))
                .value();
    }

    private static Image event(String timestamp) {
        return image("id", 7, "timestamp", timestamp, "event_type", "x", "severity", "critical");
    }

    @Test
    void idsAreTheSameWhenALoadIsRepeated() {
        Image one = only(rows(mapping, "audit_events", event("2025-12-15 22:46:39")), "audit.events");
        Image again = only(
                rows(Catalog.GOVERNANCE.mapping(BERLIN), "audit_events", event("2025-12-15 22:46:39")), "audit.events");
        assertEquals(one, again);
        assertEquals(Value.of("{\"severity\":\"critical\"}"), one.get("rest"));
    }

    @Test
    void aRawKeyNeverArrivesAndNoOtherColumnIsLost() {
        List<Row.Upsert> rows = rows(mapping, "agent_metadata", agent(null, null));
        Image identity = only(rows, "core.identities");
        assertEquals(64, ((Value.Text) identity.get("api_key_hash")).value().length());
        assertTrue(identity.get("metadata").toString().contains("\"mood\":\"fine\""), identity.toString());
        assertFalse(rows.toString().contains("\"k\"") || rows.toString().contains("[value=k]"), rows.toString());
        Image keyless = image("agent_id", "a", "api_key", null);
        assertEquals(
                Value.NULL,
                only(rows(mapping, "agent_metadata", keyless), "core.identities")
                        .get("api_key_hash"));
    }

    @Test
    void aSessionOfAnUnknownAgentIsKeptAndNothingIsInvented() {
        Image session = image("session_key", "k", "agent_id", "nobody", "bound_at", "2025-12-15 22:46:39");
        Image row = only(rows(mapping, "session_identities", session), "core.sessions");
        assertEquals(Value.of("nobody"), row.get("agent_id"));
        assertEquals(Value.NULL, row.get("expires_at"));
        Image second =
                image("session_id", "k2", "created_at", "2025-12-15 22:46:39", "is_active", 1, "client_type", "c");
        assertEquals(
                Value.of("k2"),
                only(rows(mapping, "session_identities", second), "core.sessions")
                        .get("session_key"));
    }

    @Test
    void aTagAnEdgeAndAPropertyThatAreGoneAreTakenBack() {
        List<Row> rows = difference(mapping, "agent_metadata", agent("[\"x\",\"X\"]", "p"), agent("[\"X\"]", null));
        List<String> deleted = rows.stream()
                .filter(Row.Delete.class::isInstance)
                .map(row -> row.table() + " " + row.key().values().getLast())
                .toList();
        assertEquals(
                List.of("Agent Text[value=p]", "SPAWNED Text[value=a]", "Tag Text[value=x]", "HAS_TAG Text[value=x]"),
                deleted);
    }

    @Test
    void aBareStringWhereAListWasExpectedIsOneTag() {
        List<Row.Upsert> rows = rows(mapping, "agent_metadata", agent("\"it's $$ a\\ntag\"", null));
        assertEquals(image("name", "it's $$ a\ntag"), only(rows, "Tag"));
        assertEquals(Value.of(1), only(rows, "Agent").get("tag_count"));
    }

    @Test
    void unknownAgentsArePlaceholdersBelowRealOnes() {
        Image session = image("session_id", "d", "paused_agent_id", "a", "reviewer_agent_id", "", "discovery_id", null);
        List<Row.Upsert> rows = rows(mapping, "dialectic_sessions", session);
        Row.Upsert agent = rows.stream()
                .filter(row -> row.place().equals(Place.vertex("Agent")))
                .findFirst()
                .orElseThrow();
        assertEquals(0, agent.share().rank());
        assertEquals(image("id", "a", "unknown", 1), agent.image());
        assertEquals(
                0, rows.stream().filter(row -> row.table().equals("REVIEWER")).count());
    }

    @Test
    void edgeTypesAreTrimmedAndLowered() {
        Image edge = image("src_id", "1", "dst_id", "2", "edge_type", " Response_To ", "response_type", "");
        assertEquals(
                Value.of("extend"),
                only(rows(mapping, "discovery_edges", edge), "RESPONSE_TO").get("response_type"));
    }

    @Test
    void shadowTablesAreIgnoredAndUnknownOnesAreNot() {
        assertEquals(List.of(), rows(mapping, "discoveries_fts", image("a", 1)));
        assertThrows(Mapping.Unmappable.class, () -> rows(mapping, "new_table", image("a", 1)));
    }
}
