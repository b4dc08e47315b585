package dev.lagzero.schemas.mapping.catalog;

import static dev.lagzero.schemas.mapping.Changes.image;
import static dev.lagzero.schemas.mapping.Changes.only;
import static dev.lagzero.schemas.mapping.Changes.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.mapping.Mapping;
import dev.lagzero.schemas.mapping.file.Settings;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoherenceTest {

    private final Mapping mapping = Catalog.COHERENCE.mapping(Settings.of("UTC", null));

    private static Image edge(String from, String to) {
        return image("from_ecosystem", "npm", "from_name", from, "to_ecosystem", "npm", "to_name", to);
    }

    @Test
    void aNameIsLoweredForTheKeyAndItsCaseIsKept() {
        Image row = only(rows(mapping, "projects", image("ecosystem", "NPM", "name", "React")), "projects");
        assertEquals(Value.of("react"), row.get("name"));
        assertEquals(Value.of("React"), row.get("original_name"));
        assertEquals(Value.of("npm"), row.get("ecosystem"));
    }

    @Test
    void aSelfEdgeAndUnknownProjectsAreKept() {
        List<Row.Upsert> self = rows(mapping, "edges", edge("React", "react"));
        assertEquals(Value.of(1), only(self, "projects").get("placeholder"));
        assertEquals(Value.of("react"), only(self, "project_dependencies").get("to_name"));
        Image dependsOn = only(self, "DEPENDS_ON");
        assertEquals(dependsOn.get("start_key"), dependsOn.get("end_key"));
        assertEquals(
                2,
                rows(mapping, "edges", edge("a", "b")).stream()
                        .filter(row ->
                                row.table().equals("projects") && row.share().rank() == 0)
                        .count());
    }

    @Test
    void decimalsKeepTheirDigits() {
        Image asset = image("id", "u", "name", "n", "total_cost", "1E+3", "metadata", "{}");
        assertEquals(
                Value.of("1E+3"), only(rows(mapping, "assets", asset), "assets").get("total_cost"));
        assertEquals(Value.of("0.123456789"), score("0.123456789"));
        assertThrows(Mapping.Unmappable.class, () -> score("1.1"));
    }

    private Value score(String score) {
        Image contribution = image(
                "id", "u", "contributor_id", "c", "asset_id", "a", "cost_amount", "0.10", "coherence_score", score);
        return only(rows(mapping, "contributions", contribution), "contributions")
                .get("coherence_score");
    }

    @Test
    void textOverItsLimitAndZeroCharactersInJsonAreRefused() {
        Image longName = image("ecosystem", "npm", "name", "x".repeat(256));
        assertThrows(Mapping.Unmappable.class, () -> rows(mapping, "projects", longName));
        Image zero = image("id", "u", "name", "n", "metadata", "{\"a\": \"\\u0000\"}");
        assertThrows(Mapping.Unmappable.class, () -> rows(mapping, "assets", zero));
    }

    @Test
    void everyTriggerFiresForApplicationsOnly() {
        String sql = Catalog.COHERENCE.definitions();
        assertFalse(sql.contains("lower(ecosystem) = "));
        assertEquals(sql.split("CREATE TRIGGER", -1).length, sql.split("IS DISTINCT FROM 'on'\\) EXECUTE", -1).length);
        assertTrue(sql.contains("CREATE TRIGGER"));
    }
}
