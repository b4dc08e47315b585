package dev.lagzero.schemas.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.change.Header;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.Former;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.table.Lineage;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RowDifferenceTest {

    private static final Header HEADER = new Header("s", "sqlite", "s.db", new SourcePosition(1, 2), false, null, 0);
    private static final Mapping ONE_TO_ONE = new IdentityMapping(TargetNames.FOLD);

    /** One row per word of a text; the word "bad" cannot be mapped. */
    private static final Mapping WORDS = new Mapping() {
        @Override
        public List<Row.Upsert> rows(SourceRow row) {
            String text = ((Value.Text) row.image().get("text")).value();
            List<Row.Upsert> rows = new ArrayList<>();
            for (String word : text.split(" ")) {
                if (word.equals("bad")) {
                    throw new Unmappable("a bad word");
                }
                String[] keyAndWeight = word.split(":");
                Image image = new Image(
                        List.of("word", "weight"), List.of(Value.of(keyAndWeight[0]), Value.of(keyAndWeight[1])));
                rows.add(new Row.Upsert("word", image.project(List.of("word")), image));
            }
            return rows;
        }

        @Override
        public String table(String sourceTable) {
            return "word";
        }

        @Override
        public Image key(String sourceTable, Image sourceKey) {
            return sourceKey;
        }

        @Override
        public Optional<Defined> define(TableDefinition definition, Lineage lineage) {
            return Optional.empty();
        }

        @Override
        public String hash() {
            return "words";
        }
    };

    @Test
    void anInsertYieldsItsRowsAndADeleteTakesThemBack() {
        assertEquals(List.of("+a1", "+b2"), words(null, "a:1 b:2"));
        assertEquals(List.of("-a", "-b"), words("a:1 b:2", null));
    }

    @Test
    void anUpdateYieldsOnlyWhatDiffers() {
        assertEquals(List.of("-a", "+b3", "+c1"), words("a:1 b:2 d:4", "b:3 c:1 d:4"));
    }

    @Test
    void anImageThatCannotBeMappedStandsForNoRowsAndIsRejected() {
        assertEquals(List.of("!a bad word", "-a"), words("a:1", "bad"));
        assertEquals(List.of("~1", "+a1"), words("bad", "a:1"));
        assertEquals(List.of("~1"), words("bad", null));
        assertEquals(List.of("!a bad word"), words("bad", "bad worse"));
    }

    @Test
    void identityKeepsTheRowAndFoldsTheNames() {
        Image image = new Image(List.of("Id", "Größe"), List.of(Value.of(1), Value.of("x")));
        var change = new ChangeEvent.RowChanged(HEADER, 0, "Order Details", image.project(List.of("Id")), null, image);
        Image target = new Image(List.of("id", "größe"), image.values());
        assertEquals(
                List.of(new Row.Upsert("order details", target.project(List.of("id")), target, Former.ABSENT)),
                RowDifference.of(ONE_TO_ONE, change));
    }

    @Test
    void identityTellsWhatIsKnownOfTheRowBefore() {
        Image one = new Image(List.of("id", "a", "b"), List.of(Value.of(1), Value.of("x"), Value.of("y")));
        Image two = new Image(one.names(), List.of(Value.of(1), Value.of("x"), Value.of("z")));
        Image wider = new Image(List.of("id", "a"), List.of(Value.of(1), Value.of("x")));
        assertEquals(Former.changed(0b100), former(one, two));
        assertEquals(Former.UNKNOWN, former(wider, two));
        assertEquals(Former.ABSENT, former(null, two));
        assertEquals(List.of(), RowDifference.of(ONE_TO_ONE, change(one, one)));
    }

    private static Former former(Image before, Image after) {
        return ((Row.Upsert) RowDifference.of(ONE_TO_ONE, change(before, after)).getFirst()).former();
    }

    private static ChangeEvent.RowChanged change(Image before, Image after) {
        return new ChangeEvent.RowChanged(HEADER, 0, "t", after.project(List.of("id")), before, after);
    }

    private static List<String> words(String before, String after) {
        var change = new ChangeEvent.RowChanged(
                HEADER, 0, "t", new Image(List.of("id"), List.of(Value.of(1))), text(before), text(after));
        return RowDifference.of(WORDS, change).stream()
                .map(RowDifferenceTest::shown)
                .toList();
    }

    private static Image text(String text) {
        return text == null ? null : new Image(List.of("text"), List.of(Value.of(text)));
    }

    private static String shown(Row row) {
        return switch (row) {
            case Row.Upsert upsert ->
                "+" + word(upsert.image().get("word")) + word(upsert.image().get("weight"));
            case Row.Delete delete -> "-" + word(delete.key().get("word"));
            case Row.Reject reject -> "!" + reject.reason();
            case Row.Settle settle -> "~" + ((Value.Int) settle.key().get("id")).value();
            case Row.Append append -> throw new AssertionError(append);
            case Row.Erase erase -> throw new AssertionError(erase);
        };
    }

    private static String word(Value value) {
        return ((Value.Text) value).value();
    }
}
