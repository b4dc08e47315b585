package dev.lagzero.schemas.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.change.Header;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.table.Lineage;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NormalizerTest {

    private static final Header SNAPSHOT = new Header("s", "sqlite", "s.db", new SourcePosition(3, 1), true, null, 0);
    private static final ChangeEvent.RowsRead READ = new ChangeEvent.RowsRead(
            SNAPSHOT,
            40,
            "Things",
            List.of("Id"),
            List.of("Id", "v"),
            List.of(
                    List.of(Value.of(1), Value.of("a")),
                    List.of(Value.of(2), Value.NULL),
                    List.of(Value.of(3), Value.of("c"))));

    @Test
    void rowsThatAreCopiedAsTheyAreStayTogether() {
        List<RowEvent> events = new Normalizer(new IdentityMapping(TargetNames.FOLD)).normalize(READ);
        assertEquals(1, events.size());
        RowEvent.Rows rows = (RowEvent.Rows) events.getFirst();
        assertEquals(40, rows.ordinal());
        assertEquals(3, rows.count());
        assertEquals(each(), rows.rows());
    }

    @Test
    void rowsThatAreMappedGetARecordEachUnderTheirOwnOrdinals() {
        List<RowEvent> events = new Normalizer(new ByRow()).normalize(READ);
        assertEquals(3, events.size());
        List<Row> told = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            RowEvent.Rows rows = (RowEvent.Rows) events.get(i);
            assertEquals(40 + i, rows.ordinal());
            assertEquals(1, rows.count());
            told.addAll(rows.rows());
        }
        assertEquals(each(), told);
    }

    @Test
    void rowsOfATableThatIsRefusedAreRecordsWithoutRows() {
        List<String> names = List.of("ctid", "ctid_");
        ChangeEvent.RowsRead read = new ChangeEvent.RowsRead(
                SNAPSHOT,
                40,
                "t",
                List.of("ctid"),
                names,
                List.of(List.of(Value.of(1), Value.of(2)), List.of(Value.of(3), Value.of(4))));
        List<RowEvent> events = new Normalizer(new IdentityMapping(TargetNames.FOLD)).normalize(read);
        assertEquals(
                List.of(List.of(), List.of()),
                events.stream().map(event -> ((RowEvent.Rows) event).rows()).toList());
    }

    private static List<Row> each() {
        Mapping mapping = new IdentityMapping(TargetNames.FOLD);
        List<Row> rows = new ArrayList<>();
        for (ChangeEvent.RowChanged change : READ.each()) {
            rows.addAll(RowDifference.of(mapping, change));
        }
        return rows;
    }

    /** Says nothing about its rows standing together. */
    private static final class ByRow implements Mapping {
        private final Mapping rows = new IdentityMapping(TargetNames.FOLD);

        @Override
        public List<Row.Upsert> rows(SourceRow row) {
            return rows.rows(row);
        }

        @Override
        public String table(String sourceTable) {
            return rows.table(sourceTable);
        }

        @Override
        public Image key(String sourceTable, Image sourceKey) {
            return rows.key(sourceTable, sourceKey);
        }

        @Override
        public Optional<Defined> define(TableDefinition definition, Lineage lineage) {
            return rows.define(definition, lineage);
        }

        @Override
        public String hash() {
            return "by row";
        }
    }
}
