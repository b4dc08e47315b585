package dev.lagzero.schemas.mapping.checkpoint;

import static dev.lagzero.schemas.mapping.Changes.image;
import static dev.lagzero.schemas.mapping.Changes.only;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.mapping.Changes;
import dev.lagzero.schemas.mapping.Mapping;
import dev.lagzero.schemas.mapping.catalog.Catalog;
import dev.lagzero.schemas.mapping.file.Settings;
import dev.lagzero.schemas.mapping.tree.JsonText;
import dev.lagzero.schemas.mapping.tree.Tree;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

class CheckpointSplitterTest {

    private static final Mapping MAPPING = Catalog.CHECKPOINTS.mapping(Settings.NONE);

    @FunctionalInterface
    private interface Packing {
        void to(MessageBufferPacker out) throws IOException;
    }

    private static byte[] packed(Packing packing) throws IOException {
        MessageBufferPacker out = MessagePack.newDefaultBufferPacker();
        packing.to(out);
        return out.toByteArray();
    }

    /** Every kind of value a channel was seen to hold, as msgpack. */
    private static Map<String, byte[]> channels() throws IOException {
        Map<String, byte[]> values = new LinkedHashMap<>();
        values.put("none", packed(out -> out.packNil()));
        values.put("yes", packed(out -> out.packBoolean(true)));
        values.put("long", packed(out -> out.packLong(Long.MIN_VALUE)));
        values.put("ulong", packed(out -> out.packBigInteger(new java.math.BigInteger("18446744073709551615"))));
        values.put("half", packed(out -> out.packDouble(0.5)));
        values.put("one", packed(out -> out.packDouble(1.0)));
        values.put("huge", packed(out -> out.packDouble(1e22)));
        values.put("minus zero", packed(out -> out.packDouble(-0.0)));
        values.put("nan", packed(out -> out.packDouble(Double.NaN)));
        values.put("infinite", packed(out -> out.packDouble(Double.NEGATIVE_INFINITY)));
        values.put("text", packed(out -> out.packString("größe 😀")));
        values.put("nul", packed(out -> out.packString("a\u0000b")));
        values.put("surrogate", packed(out -> {
            out.packRawStringHeader(3);
            out.writePayload(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80});
        }));
        values.put("list", packed(out -> out.packArrayHeader(2).packInt(1).packDouble(2)));
        values.put("object", packed(out -> {
            out.packExtensionTypeHeader((byte) 5, 3);
            out.writePayload(new byte[] {1, 2, 3});
        }));
        values.put("deep", packed(out -> {
            for (int i = 0; i < 100_000; i++) {
                out.packArrayHeader(1);
            }
            out.packNil();
        }));
        return values;
    }

    private static byte[] checkpoint(int v, Map<String, byte[]> channels) throws IOException {
        return packed(out -> {
            out.packMapHeader(5);
            out.packString("v").packInt(v);
            out.packString("id").packString("c1");
            out.packString("channel_values").packMapHeader(channels.size());
            for (Map.Entry<String, byte[]> channel : channels.entrySet()) {
                out.packString(channel.getKey());
                out.writePayload(channel.getValue());
            }
            out.packString("channel_versions").packMapHeader(channels.size());
            for (String name : channels.keySet()) {
                out.packString(name).packString("1." + name);
            }
            out.packString("versions_seen").packMapHeader(0);
        });
    }

    private static Image row(String type, Object content) {
        return image(
                "thread_id",
                "t",
                "checkpoint_ns",
                "sub:1|inner:2",
                "checkpoint_id",
                "c1",
                "parent_checkpoint_id",
                null,
                "type",
                type,
                "checkpoint",
                content,
                "metadata",
                null);
    }

    private static List<Row.Upsert> split(Image row) {
        return Changes.rows(MAPPING, "checkpoints", row);
    }

    /** What the Postgres saver reads for a channel: the blob that the join finds, else what stands in the JSON. */
    private static Object read(List<Row.Upsert> rows, String channel) {
        Tree.Members document = (Tree.Members)
                JsonText.read(((Value.Text) only(rows, "checkpoints").get("checkpoint")).value());
        Tree version = ((Tree.Members) document.byName().get("channel_versions"))
                .byName()
                .get(channel);
        for (Row.Upsert row : rows) {
            boolean joined = row.table().equals("checkpoint_blobs")
                    && row.key().get("channel").equals(Value.of(channel))
                    && version instanceof Tree.Text text
                    && row.key().get("version").equals(Value.of(text.value()));
            if (joined) {
                return ((Value.Blob) row.image().get("blob")).bytes();
            }
        }
        return ((Tree.Members) document.byName().get("channel_values")).byName().get(channel);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void everyChannelOfEveryVersionComesBackAsItWas(int v) throws IOException {
        Map<String, byte[]> channels = channels();
        List<Row.Upsert> rows = split(row("msgpack", checkpoint(v, channels)));
        for (Map.Entry<String, byte[]> channel : channels.entrySet()) {
            Object read = read(rows, channel.getKey());
            byte[] again = read instanceof byte[] blob ? blob : repacked((Tree) read);
            assertArrayEquals(channel.getValue(), again, channel.getKey());
        }
        assertEquals(
                7,
                ((Tree.Members) ((Tree.Members) document(rows)).byName().get("channel_values"))
                        .byName()
                        .size(),
                "inline: none, yes, long, ulong, half, one, text");
    }

    private static Tree document(List<Row.Upsert> rows) {
        return JsonText.read(((Value.Text) only(rows, "checkpoints").get("checkpoint")).value());
    }

    /** As Python reads the number that a jsonb gives back, packed again. */
    private static byte[] repacked(Tree tree) throws IOException {
        return packed(out -> {
            switch (tree) {
                case Tree.Null ignored -> out.packNil();
                case Tree.Bool bool -> out.packBoolean(bool.value());
                case Tree.Text text -> out.packString(text.value());
                case Tree.Number number -> {
                    String jsonb = new BigDecimal(number.text()).toPlainString();
                    if (jsonb.contains(".")) {
                        out.packDouble(Double.parseDouble(jsonb));
                    } else {
                        out.packBigInteger(new java.math.BigInteger(jsonb));
                    }
                }
                case Tree.Array array -> throw new AssertionError(array);
                case Tree.Members members -> throw new AssertionError(members);
            }
        });
    }

    @Test
    void bytesBecomeTheirPayload() throws IOException {
        Map<String, byte[]> channels = Map.of("b", packed(out -> {
            out.packBinaryHeader(2);
            out.writePayload(new byte[] {7, 8});
        }));
        Image blob = only(split(row("msgpack", checkpoint(4, channels))), "checkpoint_blobs");
        assertEquals(Value.of("bytes"), blob.get("type"));
        assertEquals(Value.of(new byte[] {7, 8}), blob.get("blob"));
    }

    @Test
    void aJsonCheckpointKeepsJson() {
        String text = "{\"v\": 1, \"channel_values\": {\"m\": [{\"x\": 1e22, \"n\": NaN}], \"s\": \"a\", \"z\": -0.0},"
                + " \"channel_versions\": {\"m\": 2, \"s\": 2, \"z\": 3}, \"pending_sends\": [1]}";
        List<Row.Upsert> rows = split(row("json", text.getBytes(StandardCharsets.UTF_8)));
        Image messages = rows.get(1).image();
        assertEquals(Value.of("2"), messages.get("version"));
        assertEquals(Value.of("[{\"x\":1e22,\"n\":NaN}]".getBytes(StandardCharsets.UTF_8)), messages.get("blob"));
        assertEquals(
                Value.of("-0.0".getBytes(StandardCharsets.UTF_8)),
                rows.get(2).image().get("blob"));
        assertEquals(
                JsonText.read(
                        "{\"v\":1,\"channel_versions\":{\"m\":2,\"s\":2,\"z\":3},\"channel_values\":{\"s\":\"a\"}}"),
                document(rows));
    }

    @Test
    void aChannelWithoutAVersionStaysInTheDocument() {
        String text = "{\"v\": 4, \"channel_values\": {\"m\": [1]}, \"channel_versions\": {}}";
        List<Row.Upsert> rows = split(row("json", text));
        assertEquals(1, rows.size());
        assertTrue(document(rows).toString().contains("m="));
        String lost = "{\"v\": 4, \"channel_values\": {\"m\": [NaN]}, \"channel_versions\": {}}";
        assertThrows(Mapping.Unmappable.class, () -> split(row("json", lost)));
    }

    /** As deep as Python itself reads JSON; a thread of the stream has no more stack than this one. */
    @Test
    void aValueMayBeAsDeepAsItsReaderCanRead() throws InterruptedException {
        String deep = "[".repeat(990) + "]".repeat(990);
        String text = "{\"v\": 4, \"channel_values\": {\"m\": " + deep + "}, \"channel_versions\": {\"m\": \"1\"}}";
        AtomicReference<Object> made = new AtomicReference<>();
        Thread small = new Thread(null, () -> made.set(blobOrProblem(text)), "small", 512 << 10);
        small.start();
        small.join();
        assertEquals(Value.of(deep.getBytes(StandardCharsets.UTF_8)), made.get());
    }

    private static Object blobOrProblem(String text) {
        try {
            return only(split(row("json", text)), "checkpoint_blobs").get("blob");
        } catch (RuntimeException | StackOverflowError problem) {
            return problem;
        }
    }

    @Test
    void aCheckpointWithoutATypeIsReadAsWhatItBeginsLike() throws IOException {
        String text = "{\"v\": 1, \"channel_values\": {\"s\": \"a\"}, \"channel_versions\": {}}";
        assertEquals(1, split(row(null, text.getBytes(StandardCharsets.UTF_8))).size());
        assertEquals(1, split(row(null, text)).size());
        assertEquals(1, split(row(null, checkpoint(1, Map.of()))).size());
        assertEquals(Value.NULL, split(row(null, text)).getFirst().image().get("type"));
        assertThrows(Mapping.Unmappable.class, () -> split(row(null, null)));
    }

    @Test
    void metadataComesBackAsItWasOrIsRefused() {
        assertEquals(
                "{\"a\":10000000000000000000000.0,\"b\":0.00001,\"c\":1.50}",
                metadata("{\"a\": 1e22, \"b\": 1E-5, \"c\": 1.50}"));
        assertEquals("{}", metadata(""));
        for (String changed : List.of("NaN", "-Infinity", "-0.0", "\"\\u0000\"", "\"\\ud800\"", "1e99999", "[")) {
            assertThrows(Mapping.Unmappable.class, () -> metadata("{\"a\": " + changed + "}"), changed);
        }
    }

    private static String metadata(String text) {
        Image row = row("json", "{\"v\": 4}");
        List<Value> values = new ArrayList<>(row.values());
        values.set(row.names().indexOf("metadata"), Value.of(text.getBytes(StandardCharsets.UTF_8)));
        return ((Value.Text)
                        split(new Image(row.names(), values)).getFirst().image().get("metadata"))
                .value();
    }

    @Test
    void onlyObjectsArePendingBeyondWhatVersionFourCanHold() throws IOException {
        byte[] none = packed(out -> out.packMapHeader(2)
                .packString("v")
                .packInt(4)
                .packString("pending_sends")
                .packArrayHeader(0));
        assertTrue(document(split(row("msgpack", none))).toString().contains("pending_sends"));
        byte[] objects = packed(out -> {
            out.packMapHeader(2)
                    .packString("v")
                    .packInt(4)
                    .packString("pending_sends")
                    .packArrayHeader(1);
            out.packExtensionTypeHeader((byte) 5, 1).addPayload(new byte[1]);
        });
        assertThrows(Mapping.Unmappable.class, () -> split(row("msgpack", objects)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"msgpack+aes", "pickle", "null", "bytes", "bytearray"})
    void whatCannotBeSplitIsRefusedByName(String type) {
        var refused = assertThrows(Mapping.Unmappable.class, () -> split(row(type, new byte[0])));
        assertTrue(refused.getMessage().contains(type), refused.getMessage());
    }

    @Test
    void aBlobIsSharedAndDeletedWithItsHolderOnly() throws IOException {
        Image row = row("msgpack", checkpoint(4, Map.of("l", packed(out -> out.packArrayHeader(0)))));
        List<Row> deletes = Changes.difference(MAPPING, "checkpoints", row, null);
        Row.Delete blob = (Row.Delete) deletes.get(1);
        assertEquals("checkpoint_blobs", blob.table());
        assertEquals("checkpoints", blob.share().table());
        assertEquals(image("thread_id", "t"), blob.share().key());
    }

    private static Image write(Object value, Object... more) {
        List<Object> cells = new ArrayList<>(List.of("thread_id", "t", "checkpoint_ns", "", "checkpoint_id", "c"));
        cells.addAll(List.of("task_id", "k", "idx", -4, "channel", "ch", "type", "json", "value"));
        cells.add(value);
        cells.addAll(List.of(more));
        return image(cells.toArray());
    }

    @Test
    void aWriteOfNothingIsAnEmptyBlobAndTheWitnessKeepsNull() {
        List<Row.Upsert> rows = Changes.rows(MAPPING, "writes", write(null));
        assertEquals(Value.of(new byte[0]), only(rows, "checkpoint_writes").get("blob"));
        assertEquals(Value.of(-4), only(rows, "checkpoint_writes").get("idx"));
        assertEquals(Value.NULL, only(rows, "writes").get("value"));
    }

    @Test
    void aWriteMayBeStoredAsTextAndNameItsPath() {
        List<Row.Upsert> rows = Changes.rows(MAPPING, "writes", write("[1]", "task_path", "~__pregel_pull"));
        Image written = only(rows, "checkpoint_writes");
        assertEquals(Value.of("[1]".getBytes(StandardCharsets.UTF_8)), written.get("blob"));
        assertEquals(Value.of("~__pregel_pull"), written.get("task_path"));
        assertEquals(
                Value.of(""),
                only(Changes.rows(MAPPING, "writes", write("[1]")), "checkpoint_writes")
                        .get("task_path"));
    }
}
