package dev.lagzero.schemas.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.table.Census;
import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.table.Lineage;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdentityMappingTest {

    private final Mapping mapping = new IdentityMapping(TargetNames.FOLD);

    @Test
    void aTableWithMoreColumnsThanPostgresTakesIsRefusedAsAWhole() {
        List<String> names =
                IntStream.rangeClosed(1, 1601).mapToObj(i -> "c" + i).toList();
        assertRefused(names, "1601 columns");
        assertEquals(1, mapping.rows(row(names.subList(0, 1600))).size());
    }

    @Test
    void aTableOfWhichTwoColumnsWouldHaveOneNameIsRefusedAsAWhole() {
        assertRefused(List.of("ctid", "ctid_"), "two columns would both be named ctid_");
    }

    private void assertRefused(List<String> names, String why) {
        Mapping.Unmappable refused =
                assertThrows(Mapping.Unmappable.class, () -> mapping.define(definition(names), new Lineage.Fresh()));
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
        assertEquals(List.of(), mapping.rows(row(names)));
    }

    private static Mapping.SourceRow row(List<String> names) {
        Image image = new Image(names, Collections.nCopies(names.size(), Value.of(1)));
        return new Mapping.SourceRow("s", "t", new Image(names.subList(0, 1), List.of(Value.of(1))), image);
    }

    private static TableDefinition definition(List<String> names) {
        List<ColumnDefinition> columns = names.stream()
                .map(name -> new ColumnDefinition(name, "INT", false, null, Value.NULL, false, false, Census.EMPTY))
                .toList();
        return new TableDefinition("t", columns, names.subList(0, 1), false, List.of(), List.of(), List.of());
    }
}
