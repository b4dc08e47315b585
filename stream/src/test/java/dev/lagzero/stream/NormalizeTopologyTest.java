package dev.lagzero.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.avro.RowAvro;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.mapping.Normalizer;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.topic.MappedAt;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NormalizeTopologyTest {

    private final TopologyTestDriver driver = new TopologyTestDriver(
            NormalizeTopology.of(Changes.TOPICS, Changes.PROJECTION, Changes.MAPPING), settings());
    private final TestInputTopic<byte[], byte[]> changes =
            driver.createInputTopic(Changes.TOPICS.changes(), new ByteArraySerializer(), new ByteArraySerializer());
    private final TestOutputTopic<byte[], byte[]> rows = output(Changes.TOPICS.rows("plain"));
    private final TestOutputTopic<byte[], byte[]> rejects = output(Changes.TOPICS.rejects("plain"));

    private static Properties settings() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        return settings;
    }

    private TestOutputTopic<byte[], byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @AfterEach
    void close() {
        driver.close();
    }

    private void pipe(ChangeEvent event) {
        changes.pipeInput(ChangeJson.key(event), ChangeJson.encode(event), 5_000L);
    }

    @Test
    void eachChangeYieldsOneRecordUnderItsKey() {
        List<ChangeEvent> events = Changes.transaction(2, "x", "y");
        for (ChangeEvent event : events) {
            pipe(event);
            TestRecord<byte[], byte[]> record = rows.readRecord();
            assertEquals(new Normalizer(Changes.MAPPING).normalize(event).getFirst(), RowAvro.decode(record.value()));
            assertArrayEquals(ChangeJson.key(event), record.key());
            assertEquals(5_000L, record.timestamp());
            Header mapped = record.headers().lastHeader(MappedAt.HEADER);
            assertEquals(event instanceof ChangeEvent.Ended, mapped != null, "only ends say when they were mapped");
            assertTrue(mapped == null || MappedAt.decode(mapped.value()) > System.currentTimeMillis() - 60_000);
            assertTrue(rows.isEmpty());
        }
        assertTrue(rejects.isEmpty());
    }

    @Test
    void rowsThatWereReadTogetherStayTogether() {
        pipe(Changes.read("x", "y", "z"));
        RowEvent.Rows together = (RowEvent.Rows) RowAvro.decode(rows.readValue());
        assertEquals(4, together.ordinal());
        assertEquals(3, together.count());
        assertEquals(3, together.rows().size());
        assertTrue(rows.isEmpty());
    }

    @Test
    void aRejectedRowIsCopied() {
        pipe(Changes.oversize(2));
        RowEvent.Rows rejected = (RowEvent.Rows) RowAvro.decode(rows.readValue());
        assertEquals(Row.Reject.class, rejected.rows().getFirst().getClass());
        assertEquals(rejected, RowAvro.decode(rejects.readValue()));
        assertTrue(rejects.isEmpty());
    }

    @Test
    void aRecordThatCannotBeReadEndsTheStreamAndIsNamed() {
        pipe(Changes.transaction(2).getFirst());
        byte[] junk = "junk".getBytes(StandardCharsets.UTF_8);
        Throwable thrown = assertThrows(RuntimeException.class, () -> changes.pipeInput(null, junk, 5_000L));
        Throwable cause = thrown instanceof StreamException ? thrown : thrown.getCause();
        assertTrue(
                cause.getMessage().startsWith("the record at offset 1 of lagzero.test.changes-0 cannot be read: "),
                cause::getMessage);
    }

    @Test
    void aRecordWithoutValueEndsTheStream() {
        assertThrows(RuntimeException.class, () -> changes.pipeInput(new byte[1], null, 5_000L));
    }
}
