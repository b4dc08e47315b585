package dev.lagzero.schemas.avro;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.change.Header;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.json.MalformedRecord;
import dev.lagzero.schemas.mapping.IdentityMapping;
import dev.lagzero.schemas.mapping.Mapping;
import dev.lagzero.schemas.mapping.Normalizer;
import dev.lagzero.schemas.mapping.TargetNames;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.random.RandomEvents;
import dev.lagzero.schemas.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The short way makes the bytes that the long one makes. */
class TogetherTest {

    private static final Mapping MAPPING = new IdentityMapping(TargetNames.FOLD);
    private static final Header HEADER =
            new Header("shop", "sqlite", "shop.db", new SourcePosition(2, 1), true, "snapshot", 17);

    private static byte[] theLongWay(byte[] change) {
        return RowAvro.encode(
                new Normalizer(MAPPING).normalize(ChangeJson.decode(change)).getFirst());
    }

    private static byte[] record(Value... values) {
        List<List<Value>> rows = new ArrayList<>();
        for (Value value : values) {
            rows.add(List.of(value, Value.of(rows.size())));
        }
        return ChangeJson.encode(new ChangeEvent.RowsRead(HEADER, 0, "T", List.of("Id"), List.of("Value", "Id"), rows));
    }

    private static void assertSame(byte[] change, String message) {
        assertArrayEquals(
                theLongWay(change), Together.translate(change, MAPPING).orElseThrow(), message);
    }

    @Test
    void anyRowsGiveTheSameBytes() {
        long seed = System.nanoTime();
        RandomEvents random = new RandomEvents(seed);
        int together = 0;
        for (int i = 0; i < 20_000; i++) {
            ChangeEvent event = random.event();
            byte[] change = ChangeJson.encode(event);
            if (event instanceof ChangeEvent.RowsRead rows && rows.count() > 1) {
                assertSame(change, "seed " + seed);
                together++;
            } else {
                assertTrue(Together.translate(change, MAPPING).isEmpty(), "seed " + seed);
            }
        }
        assertTrue(together > 0, "seed " + seed);
    }

    @Test
    void everyCharacterComesThroughAtEveryPlace() {
        for (int code = 0; code < 0x3000; code++) {
            if (!Character.isSurrogate((char) code)) {
                String one = Character.toString(code);
                Value[] texts = IntStream.range(0, 17)
                        .mapToObj(place -> Value.of("x".repeat(place) + one + "y".repeat(17 - place)))
                        .toArray(Value[]::new);
                assertSame(record(texts), "character " + code);
            }
        }
        assertSame(record(Value.of("\uFFFD"), Value.of("😀\uFFFD"), Value.of("\uFFFF")), "replacement");
    }

    @Test
    void rowsOfATableThatIsRefusedGoTheLongWay() {
        byte[] change = ChangeJson.encode(new ChangeEvent.RowsRead(
                HEADER,
                0,
                "T",
                List.of("id"),
                List.of("id", "ID"),
                List.of(List.of(Value.of(1), Value.of(2)), List.of(Value.of(3), Value.of(4)))));
        assertTrue(Together.translate(change, MAPPING).isEmpty());
        assertEquals(
                2, new Normalizer(MAPPING).normalize(ChangeJson.decode(change)).size());
    }

    @Test
    void numbersComeThroughAsTheyAre() {
        assertSame(
                record(
                        Value.of(Long.MIN_VALUE),
                        Value.of(Long.MAX_VALUE),
                        Value.of(999_999_999_999_999_999L),
                        Value.of(-999_999_999_999_999_999L),
                        Value.of(1_000_000_000_000_000_000L),
                        Value.of(-1),
                        Value.of(-0.0),
                        Value.of(Double.MIN_VALUE),
                        Value.of(1e22),
                        Value.of(Double.NEGATIVE_INFINITY),
                        Value.of(0)),
                "numbers");
    }

    @Test
    void aRecordThatIsCutOffWithinItsRowsOrBehindThemIsRefused() {
        byte[] change = record(Value.of("a \"text\""), Value.of(1.5), Value.NULL, Value.of(new byte[] {1, 2}));
        String text = new String(change, StandardCharsets.UTF_8);
        for (int length = text.indexOf("\"rows\":["); length < change.length; length++) {
            byte[] cut = Arrays.copyOf(change, length);
            assertThrows(MalformedRecord.class, () -> Together.translate(cut, MAPPING), "cut at " + length);
        }
    }

    @Test
    void rowsThatAreNotAsCountedAreRefused() {
        byte[] change = record(Value.of(1), Value.of(2));
        String text = new String(change, StandardCharsets.UTF_8);
        assertEquals(2, text.split("\"count\":2", -1).length);
        for (String wrong : List.of(
                text.replace("\"count\":2", "\"count\":3"),
                text.replace("[[1,0]", "[[1]"),
                text.replace("[[1,0]", "[[1,0,0]"),
                text.replace("[[1,0]", "[[true,0]"),
                text.replace("[[1,0]", "[[1 ,0]"),
                text.replace("[[1,0]", "[[1-1,0]"))) {
            byte[] bytes = wrong.getBytes(StandardCharsets.UTF_8);
            assertThrows(MalformedRecord.class, () -> Together.translate(bytes, MAPPING), wrong);
        }
    }

    @Test
    void whatFollowsTheRowsIsTheEndOfTheRecordAndTellsNoMoreOfThem() {
        String text = new String(record(Value.of(1), Value.of(2)), StandardCharsets.UTF_8);
        assertTrue(Together.translate(
                        text.replace("\"ts_ms\"", "\"more\":[{}],\"ts_ms\"").getBytes(StandardCharsets.UTF_8), MAPPING)
                .isPresent());
        for (String wrong : List.of(
                text + "}",
                text + text,
                text.replace("]],", "]]"),
                text.replace("]],", "]],,"),
                text.replace("]],", "]]}"),
                text.replace("]],\"ts_ms\"", "]],\"rows\":[[3,2]],\"ts_ms\""),
                text.replace("\"ts_ms\":", "\"ts_ms\""))) {
            byte[] bytes = wrong.getBytes(StandardCharsets.UTF_8);
            assertThrows(MalformedRecord.class, () -> Together.translate(bytes, MAPPING), wrong);
        }
    }

    @Test
    void bytesThatAreNoTextAreRefusedAsTheParserRefusesThem() {
        byte[] change = record(Value.of("aé"), Value.of("b"));
        int at = new String(change, StandardCharsets.ISO_8859_1).indexOf('Ã');
        change[at + 1] = 'x';
        assertThrows(MalformedRecord.class, () -> ChangeJson.decode(change));
        assertThrows(MalformedRecord.class, () -> Together.translate(change, MAPPING));
    }
}
