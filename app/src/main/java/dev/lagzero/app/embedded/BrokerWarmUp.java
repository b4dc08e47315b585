package dev.lagzero.app.embedded;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.apache.kafka.common.message.ApiMessageType.ListenerType;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.server.config.AbstractKafkaConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Java does once for a broker's first classes, done while the command line and the settings are read: half a second of
 * a start in which nothing else is to do. Nothing is started, and nothing is written. Whoever uses Kafka waits for it: two
 * threads that meet in classes which need each other would wait for each other for ever.
 */
public final class BrokerWarmUp {

    /** With these the arguments alone do not say that a broker of ours is needed. */
    private static final List<String> UNSURE =
            List.of("--kafka", "-c", "--config", "-h", "--help", "-V", "--version", "@");

    private static volatile @Nullable Thread thread;

    private BrokerWarmUp() {}

    /** Begins when the arguments of the program ask for a run on a broker of ours; returns at once. */
    public static void begin(String[] args) {
        if (isFor(args)) {
            // While one thread sets up logging, others would be given a logger that speaks on the console.
            Logger log = LoggerFactory.getLogger(BrokerWarmUp.class);
            thread = Thread.ofPlatform()
                    .name("broker-warm-up")
                    .daemon()
                    // The broker will fail at the same, and tell.
                    .uncaughtExceptionHandler(
                            (failed, cause) -> log.atWarn().setCause(cause).log("no warm-up"))
                    .start(BrokerWarmUp::touch);
        }
    }

    static boolean isFor(String[] args) {
        List<String> given = List.of(args);
        return given.indexOf("run") == 0
                && given.stream().anyMatch(arg -> arg.startsWith("--source"))
                && given.stream().noneMatch(arg -> UNSURE.stream().anyMatch(arg::startsWith));
    }

    /**
     * Nothing that what runs beside it uses, so that no two threads enter the same classes from two ends. A whole
     * configuration would bring Log4j, and with it Jackson.
     */
    private static void touch() {
        ManagementFactory.getPlatformMBeanServer();
        AbstractKafkaConfig.CONFIG_DEF.names();
        ApiKeys.apisForListener(ListenerType.CONTROLLER);
    }

    /** Returns when nothing of it is under way. */
    public static void await() {
        Thread begun = thread;
        try {
            if (begun != null) {
                begun.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
