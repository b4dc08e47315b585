package dev.lagzero.app.pipeline;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Looks whether the user's Kafka answers, before anything else starts. */
final class KafkaCheck {

    private static final int SECONDS = 8;

    private KafkaCheck() {}

    static void check(Map<String, Object> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("default.api.timeout.ms", SECONDS * 1_000);
        settings.put("request.timeout.ms", SECONDS * 1_000);
        Object where = settings.get("bootstrap.servers");
        try (Admin admin = Admin.create(settings)) {
            admin.describeCluster().nodes().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            String cause = e instanceof TimeoutException ? "" : ": " + e.getMessage();
            throw new StartException(
                    "no Kafka broker answers at " + where + cause,
                    "check --kafka HOST:PORT, or leave it out to run an embedded broker",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while asking for Kafka at " + where, "start again", e);
        }
    }
}
