package dev.lagzero.schemas.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.change.Header;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.random.RandomEvents;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChangeJsonTest {

    private static final Header HEADER =
            new Header("shop", "sqlite", "shop.db", new SourcePosition(2, 7), false, "compare", 1_700_000_000_000L);

    @Test
    void everyEventComesBackAsItWas() {
        long seed = System.nanoTime();
        RandomEvents random = new RandomEvents(seed);
        for (int i = 0; i < 20_000; i++) {
            ChangeEvent event = random.event();
            byte[] bytes = ChangeJson.encode(event);
            assertEquals(event, ChangeJson.decode(bytes), "seed " + seed);
            assertArrayEquals(bytes, ChangeJson.encode(ChangeJson.decode(bytes)), "seed " + seed);
        }
    }

    @Test
    void theStampAgreesWithTheRecord() {
        long seed = System.nanoTime();
        RandomEvents random = new RandomEvents(seed);
        for (int i = 0; i < 2_000; i++) {
            ChangeEvent event = random.event();
            Stamp expected =
                    switch (event) {
                        case ChangeEvent.Claimed c ->
                            new Stamp(c.source(), c.position(), Stamp.Kind.CLAIM, -1, 0, -1, c.instance());
                        case ChangeEvent.Ended e ->
                            new Stamp(e.source(), e.position(), Stamp.Kind.END, -1, 0, e.parts(), "");
                        case ChangeEvent.Part p ->
                            new Stamp(p.source(), p.position(), Stamp.Kind.PART, p.ordinal(), p.count(), -1, "");
                    };
            assertEquals(expected, ChangeJson.stamp(ChangeJson.encode(event)), "seed " + seed);
        }
    }

    @Test
    void aRowChangeIsADebeziumEnvelope() {
        List<String> names = List.of("id", "price", "note", "picture");
        Image before = new Image(names, List.of(Value.of(1), Value.of(2.0), Value.NULL, Value.of(new byte[] {1, 2})));
        Image after = new Image(
                names,
                List.of(
                        Value.of(1),
                        Value.of(Double.POSITIVE_INFINITY),
                        new Value.RawText(new byte[] {-1}),
                        Value.of("x")));
        var change = new ChangeEvent.RowChanged(HEADER, 3, "item", before.project(List.of("id")), before, after);
        assertEquals(
                "{\"source\":{\"version\":1,\"kind\":\"row\",\"name\":\"shop\",\"position\":\"2:7\",\"ordinal\":3,"
                        + "\"table\":\"item\",\"connector\":\"sqlite\",\"db\":\"shop.db\",\"snapshot\":\"false\","
                        + "\"reason\":\"compare\",\"ts_ms\":1700000000000},\"op\":\"u\",\"key\":[\"id\"],"
                        + "\"after\":{\"id\":1,\"price\":{\"$real\":\"Infinity\"},\"note\":{\"$text\":\"/w==\"},"
                        + "\"picture\":\"x\"},"
                        + "\"before\":{\"id\":1,\"price\":2.0,\"note\":null,\"picture\":{\"$blob\":\"AQI=\"}},"
                        + "\"ts_ms\":1700000000000,\"transaction\":{\"id\":\"shop/2:7\",\"total_order\":4}}",
                new String(ChangeJson.encode(change), StandardCharsets.UTF_8));
        assertEquals(
                "{\"source\":\"shop\",\"table\":\"item\",\"key\":{\"id\":1}}",
                new String(ChangeJson.key(change), StandardCharsets.UTF_8));
    }

    @Test
    void whatIsWrittenIsWhatJacksonWrites() throws IOException {
        Random random = new Random(17);
        for (int i = 0; i < 5_000; i++) {
            List<String> names = List.of("id", text(random), "é" + i);
            Image image = new Image(names, List.of(number(random), Value.of(text(random)), bytes(random)));
            assertEquals(byJackson(image), ChangeJson.image(image));
        }
    }

    private static String byJackson(Image image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = Json.FACTORY.createGenerator(bytes)) {
            out.writeStartObject();
            for (int i = 0; i < image.names().size(); i++) {
                out.writeFieldName(image.names().get(i));
                ValueJson.write(out, image.values().get(i));
            }
            out.writeEndObject();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Longer and shorter than what is written at once, of rare characters too; some are no Unicode. */
    private static String text(Random random) {
        int[] bounds = {0x7f, 0x7f, 0x7ff, 0xffff, 0x10ffff};
        int bound = bounds[random.nextInt(bounds.length)];
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(random.nextInt(20) == 0 ? 2_000 : 40); left > 0; left--) {
            int point = random.nextInt(bound + 1);
            text.appendCodePoint(random.nextInt(3) == 0 ? 'x' : point);
        }
        return text.toString();
    }

    private static Value number(Random random) {
        long bits = random.nextLong() >> random.nextInt(64);
        double real = Double.longBitsToDouble(bits);
        return random.nextBoolean() || Double.isNaN(real) ? Value.of(bits) : Value.of(real);
    }

    private static Value bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(random.nextInt(20) == 0 ? 10_000 : 20)];
        random.nextBytes(bytes);
        return random.nextBoolean() ? Value.of(bytes) : new Value.RawText(bytes);
    }

    @Test
    void integersOfEveryLengthAreWrittenAsJavaWritesThem() {
        long ten = 1;
        for (int digits = 1; digits <= 19; digits++) {
            for (long near = -101; near <= 101; near++) {
                integer(ten + near);
                integer(-ten + near);
                integer(Long.MIN_VALUE + near);
            }
            ten *= 10;
        }
    }

    private static void integer(long value) {
        assertEquals("{\"n\":" + value + "}", ChangeJson.image(new Image(List.of("n"), List.of(Value.of(value)))));
    }

    @Test
    void aLargeUnchangedValueTravelsOnceAndComesBackTwice() {
        List<String> names = List.of("big", "id");
        Value big = Value.of("x".repeat(100_000));
        Image before = new Image(names, List.of(big, Value.of(1)));
        Image after = new Image(names, List.of(big, Value.of(2)));
        var change = new ChangeEvent.RowChanged(HEADER, 0, "t", Image.EMPTY, before, after);
        byte[] bytes = ChangeJson.encode(change);
        assertTrue(bytes.length < 150_000, () -> "it takes " + bytes.length + " bytes");
        assertEquals(change, ChangeJson.decode(bytes));
    }

    @Test
    void aRecordOfANewerFormatIsRefused() {
        byte[] newer = "{\"source\":{\"version\":3,\"kind\":\"row\",\"name\":\"s\",\"position\":\"1:1\"}}"
                .getBytes(StandardCharsets.UTF_8);
        MalformedRecord refusal = assertThrows(MalformedRecord.class, () -> ChangeJson.decode(newer));
        assertTrue(refusal.getMessage().contains("upgrade"), refusal.getMessage());
    }

    @Test
    void foreignBytesAreRefused() {
        for (String foreign : List.of("", "x", "{}", "[1]", "{\"source\":1}", "{\"before\":null}")) {
            assertThrows(
                    MalformedRecord.class, () -> ChangeJson.decode(foreign.getBytes(StandardCharsets.UTF_8)), foreign);
        }
    }

    @Test
    void aLargeRecordTakesNoMoreMemoryThanItIsLong() {
        List<String> names = List.of("id", "picture", "text");
        Image after = new Image(
                names, List.of(Value.of(1), Value.of(new byte[20 << 20]), Value.of("a \u00e9 \" \n".repeat(1 << 20))));
        ChangeEvent event = new ChangeEvent.RowChanged(HEADER, 3, "t", after.project(List.of("id")), null, after);
        assertEquals(event, ChangeJson.decode(ChangeJson.encode(event)));
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        byte[] bytes = ChangeJson.encode(event);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < bytes.length * 1.02, allocated + " bytes for a record of " + bytes.length);
    }
}
