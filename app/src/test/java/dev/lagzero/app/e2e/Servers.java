package dev.lagzero.app.e2e;

import dev.lagzero.app.embedded.EmbeddedKafka;
import dev.lagzero.app.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** Kafka and Postgres that outlive the product, as a user's own would. */
final class Servers implements AutoCloseable {

    private final EmbeddedKafka kafka;
    private final EmbeddedPostgres postgres;

    Servers(Path folder) {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"));
        postgres = EmbeddedPostgres.start(folder.resolve("postgres"), folder.resolve("postgres.log"));
    }

    Product run(Path data, Path source) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--source", "sqlite:" + source));
        arguments.addAll(List.of("--kafka", kafka.bootstrap(), "--target", postgres.jdbcUrl()));
        Map<String, String> environment =
                Map.of("PGUSER", EmbeddedPostgres.OWNER, "PGPASSWORD", postgres.password(EmbeddedPostgres.OWNER));
        return Product.run(data, environment, arguments.toArray(String[]::new));
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                postgres.jdbcUrl(), EmbeddedPostgres.OWNER, postgres.password(EmbeddedPostgres.OWNER));
    }

    String jdbcUrl() {
        return postgres.jdbcUrl();
    }

    String password() {
        return postgres.password(EmbeddedPostgres.OWNER);
    }

    String bootstrap() {
        return kafka.bootstrap();
    }

    Set<String> topics() throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            return admin.listTopics().names().get();
        }
    }

    void delete(Set<String> topics) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            admin.deleteTopics(topics).all().get();
        }
    }

    @Override
    public void close() {
        kafka.close();
        postgres.close();
    }
}
