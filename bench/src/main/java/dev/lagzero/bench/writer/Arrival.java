package dev.lagzero.bench.writer;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.topic.Topics;
import dev.lagzero.schemas.value.Value;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Whether the changes of a topic lead to what a database holds, before and after images included. */
final class Arrival {

    private Arrival() {}

    /**
     * To be called when everything is published and nobody writes.
     *
     * @throws IllegalStateException when the changes lead to something else
     */
    static void require(String kafka, WrittenDatabase database) throws SQLException {
        Map<String, RowSum> told = told(kafka);
        Map<String, RowSum> held = held(database);
        if (!told.equals(held)) {
            throw new IllegalStateException("the database holds " + held + ", the topic leads to " + told);
        }
    }

    private static Map<String, RowSum> told(String kafka) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", kafka);
        settings.put("key.deserializer", ByteArrayDeserializer.class);
        settings.put("value.deserializer", ByteArrayDeserializer.class);
        settings.put("max.partition.fetch.bytes", 4 << 20);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
            TopicPartition changes = new TopicPartition(new Topics("bench").changes(), 0);
            consumer.assign(Set.of(changes));
            consumer.seekToBeginning(Set.of(changes));
            long end = consumer.endOffsets(Set.of(changes)).get(changes);
            ToldRows rows = new ToldRows();
            while (consumer.position(changes) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    for (ChangeEvent event : ChangeJson.decode(record.value()).each()) {
                        rows.take(event);
                    }
                }
            }
            return rows.sums();
        }
    }

    private static Map<String, RowSum> held(WrittenDatabase database) throws SQLException {
        Map<String, RowSum> sums = new HashMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database.file());
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet names = statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            for (String table : tables) {
                RowSum sum = RowSum.NONE;
                try (ResultSet rows = statement.executeQuery("SELECT * FROM \"" + table + "\"")) {
                    while (rows.next()) {
                        sum = sum.plus(values(rows));
                    }
                }
                sums.put(table, sum);
            }
        }
        return sums;
    }

    private static List<Value> values(ResultSet rows) throws SQLException {
        List<Value> values = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            values.add(
                    switch (rows.getObject(i)) {
                        case null -> Value.NULL;
                        case String text -> Value.of(text);
                        case Double real -> Value.of(real);
                        case Number number -> Value.of(number.longValue());
                        case Object other -> throw new IllegalStateException("a value of " + other.getClass());
                    });
        }
        return values;
    }
}
