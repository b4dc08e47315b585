package dev.lagzero.capture.connector;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.SourceConnector;

/** All sources of this process, for the engine in it. Several tasks take turns at them. */
public final class OutletConnector extends SourceConnector {

    static final String OUTLET = "outlet.id";
    static final String TOPIC = "topic";

    private Map<String, String> properties = Map.of();

    @Override
    public void start(Map<String, String> newProperties) {
        properties = Map.copyOf(newProperties);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return OutletTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(maxTasks, properties);
    }

    @Override
    public void stop() {
        properties = Map.of();
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef()
                .define(OUTLET, Type.STRING, Importance.HIGH, "Names an outlet that is open in this process.")
                .define(TOPIC, Type.STRING, Importance.HIGH, "The changes topic.");
    }

    @Override
    public String version() {
        return "1";
    }
}
