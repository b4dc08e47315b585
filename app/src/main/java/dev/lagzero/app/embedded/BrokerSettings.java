package dev.lagzero.app.embedded;

import dev.lagzero.schemas.topic.Topics;
import java.nio.file.Path;
import java.util.Properties;

/** Settings of a broker that serves one process on one machine, within a small heap. */
final class BrokerSettings {

    static final int NODE = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final int MEBIBYTE = 1024 * 1024;

    private BrokerSettings() {}

    static Properties of(Path log, int brokerPort, int controllerPort) {
        Properties properties = new Properties();
        network(properties, brokerPort, controllerPort);
        properties.put("log.dirs", log.toString());
        properties.put("auto.create.topics.enable", "false");
        oneNode(properties);
        limits(properties);
        smallHeap(properties);
        return properties;
    }

    private static void network(Properties properties, int brokerPort, int controllerPort) {
        String broker = "PLAINTEXT://127.0.0.1:" + brokerPort;
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", Integer.toString(NODE));
        properties.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        properties.put("controller.listener.names", CONTROLLER_LISTENER);
        properties.put("listeners", broker + "," + CONTROLLER_LISTENER + "://127.0.0.1:" + controllerPort);
        properties.put("advertised.listeners", broker);
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        properties.put("inter.broker.listener.name", "PLAINTEXT");
        // As the system likes: what fits into 100 KB takes many trips through the selector for each request of a first
        // copy.
        properties.put("socket.send.buffer.bytes", "-1");
        properties.put("socket.receive.buffer.bytes", "-1");
    }

    private static void oneNode(Properties properties) {
        for (String internal :
                new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            properties.put(internal + ".replication.factor", "1");
            properties.put(internal + ".num.partitions", "1");
        }
        // A broker that was killed is not let in again before its old session ends: 9 s unless told otherwise.
        properties.put("broker.session.timeout.ms", "1500");
        properties.put("broker.heartbeat.interval.ms", "300");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("group.initial.rebalance.delay.ms", "0");
        // Without this, each transaction that follows another at once waits 20 ms for the markers of the one before.
        properties.put("add.partitions.to.txn.retry.backoff.ms", "1");
    }

    private static void limits(Properties properties) {
        properties.put("message.max.bytes", Integer.toString(Topics.MAX_RECORD_BYTES));
        properties.put("replica.fetch.max.bytes", Integer.toString(Topics.MAX_RECORD_BYTES));
        properties.put("socket.request.max.bytes", Integer.toString(Topics.MAX_RECORD_BYTES + 4 * MEBIBYTE));
        // Requests wait in the socket, not on the heap, once the largest one has been taken in.
        properties.put("queued.max.request.bytes", Integer.toString(Topics.MAX_RECORD_BYTES + 8 * MEBIBYTE));
        properties.put("log.segment.bytes", Integer.toString(256 * MEBIBYTE));
        properties.put("log.index.size.max.bytes", Integer.toString(2 * MEBIBYTE));
    }

    private static void smallHeap(Properties properties) {
        properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 * MEBIBYTE));
        properties.put("log.cleaner.threads", "1");
        properties.put("offsets.load.buffer.size", Integer.toString(MEBIBYTE));
        properties.put("transaction.state.log.load.buffer.size", Integer.toString(MEBIBYTE));
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "3");
        properties.put("num.recovery.threads.per.data.dir", "2");
        properties.put("num.replica.fetchers", "1");
        properties.put("background.threads", "2");
        properties.put("group.coordinator.threads", "1");
        properties.put("share.coordinator.threads", "1");
    }
}
