package dev.lagzero.bench.sink;

import dev.lagzero.bench.process.Tool;
import dev.lagzero.bench.process.Usage;
import dev.lagzero.bench.target.TargetDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/**
 * Debezium's JDBC sink in a standalone worker of Kafka Connect, with the options for Java that Connect's script has. Set up
 * for speed: large polls and batches, each of them reduced to the last row of a key and written by UNNEST.
 */
record DebeziumSink(int partitions) implements Sink {

    /** Of 500, 2,000 and 10,000 the fastest. */
    private static final int BATCH = 2_000;

    private static final String MAIN = "org.apache.kafka.connect.cli.ConnectStandalone";

    @Override
    public String name() {
        return "debezium, " + partitions + (partitions == 1 ? " task" : " tasks");
    }

    @Override
    public String missing() {
        return Files.isDirectory(libraries()) ? "" : "mvn -f bench/debezium package";
    }

    private static Path libraries() {
        return Path.of(System.getProperty("lagzero.home", ""), "bench", "debezium", "target", "lib");
    }

    @Override
    public Running start(FilledTopics topics, Path folder, TargetDatabase target) throws IOException, SQLException {
        // The columns, key and index that the other sink makes.
        try (Connection connection = target.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE item1(id bigint PRIMARY KEY, code text NOT NULL, customer bigint NOT NULL,"
                    + " price double precision, quantity bigint, state text, created text, note text, address text,"
                    + " remark text)");
            statement.execute("CREATE UNIQUE INDEX ON item1(code)");
        }
        Path worker = folder.resolve("worker.properties");
        Path connector = folder.resolve("connector.properties");
        Files.writeString(worker, worker(topics, folder));
        Files.writeString(connector, connector(target, folder));
        Path said = folder.resolve("connect.txt");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms256M",
                "-Xmx2G",
                "-XX:+UseG1GC",
                "-XX:MaxGCPauseMillis=20",
                "-XX:InitiatingHeapOccupancyPercent=35",
                "-XX:+ExplicitGCInvokesConcurrent",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                libraries() + "/*",
                MAIN,
                worker.toString(),
                connector.toString());
        builder.environment().putAll(target.environment());
        builder.redirectErrorStream(true).redirectOutput(said.toFile());
        return new Worker(builder.start(), said);
    }

    private static String worker(FilledTopics topics, Path folder) {
        return """
                bootstrap.servers=%s
                listeners=http://127.0.0.1:0
                offset.storage.file.filename=%s
                key.converter=org.apache.kafka.connect.json.JsonConverter
                key.converter.schema.content=%s
                value.converter=org.apache.kafka.connect.json.JsonConverter
                value.converter.schema.content=%s
                config.providers=env
                config.providers.env.class=org.apache.kafka.common.config.provider.EnvVarConfigProvider
                consumer.max.poll.records=%d
                consumer.max.partition.fetch.bytes=16777216
                consumer.fetch.min.bytes=1048576
                consumer.fetch.max.wait.ms=100
                """.formatted(topics.bootstrap(), folder.resolve("offsets"), KEY, ROW, BATCH);
    }

    private String connector(TargetDatabase target, Path folder) {
        return """
                name=%s
                connector.class=io.debezium.connector.jdbc.JdbcSinkConnector
                tasks.max=%d
                topics=%s
                collection.name.format=item1
                connection.url=%s
                connection.username=${env:PGUSER}
                connection.password=${env:PGPASSWORD}
                insert.mode=upsert
                primary.key.mode=record_key
                primary.key.fields=id
                schema.evolution=none
                batch.size=%d
                use.reduction.buffer=true
                dialect.postgres.unnest.insert.enabled=true
                """.formatted(
                        "sink-" + folder.getFileName() + "-" + System.nanoTime(),
                        partitions,
                        ConnectRecords.topic(partitions),
                        target.jdbcUrl(),
                        BATCH);
    }

    private static final String KEY = struct("id int64");
    private static final String ROW = struct(
            "id int64",
            "code string",
            "customer int64",
            "price double",
            "quantity int64",
            "state string",
            "created string",
            "note string",
            "address string",
            "remark string");

    /** @param fields name and type of each; only the first one is never null */
    private static String struct(String... fields) {
        StringBuilder json = new StringBuilder("{\"type\":\"struct\",\"optional\":false,\"fields\":[");
        for (int i = 0; i < fields.length; i++) {
            String[] field = fields[i].split(" ");
            json.append(i == 0 ? "" : ",").append("{\"field\":\"").append(field[0]);
            json.append("\",\"type\":\"")
                    .append(field[1])
                    .append("\",\"optional\":")
                    .append(i > 0)
                    .append('}');
        }
        return json.append("]}").toString();
    }

    private record Worker(Process process, Path said) implements Running {

        @Override
        public boolean isAlive() {
            return process.isAlive();
        }

        @Override
        public Usage usage() {
            return new Usage(process);
        }

        @Override
        public String complaint() throws IOException {
            return Tool.tail(said);
        }

        @Override
        public void close() {
            process.destroy();
            try {
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
