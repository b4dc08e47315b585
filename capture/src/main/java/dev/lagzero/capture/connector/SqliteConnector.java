package dev.lagzero.capture.connector;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.SourceConnector;

/**
 * Follows one SQLite file. Keys and values are finished JSON bytes: in a Connect worker use the ByteArrayConverter. One
 * task, which must run on the host that has the file.
 */
public final class SqliteConnector extends SourceConnector {

    private Map<String, String> properties = Map.of();

    @Override
    public void start(Map<String, String> newProperties) {
        properties = Map.copyOf(newProperties);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return SqliteTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(properties);
    }

    @Override
    public void stop() {
        properties = Map.of();
    }

    @Override
    public ConfigDef config() {
        return ConnectorSettings.DEFINITION;
    }

    @Override
    public String version() {
        return "1";
    }
}
