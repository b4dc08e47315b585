package dev.lagzero.capture.connector;

import dev.lagzero.capture.diff.CaptureScope;
import dev.lagzero.capture.follow.Limits;
import dev.lagzero.capture.session.SessionConfig;
import dev.lagzero.schemas.topic.Topics;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The connector's configuration keys. */
final class ConnectorSettings extends AbstractConfig {

    static final String PIPELINE = "pipeline";
    static final String SOURCE_NAME = "source.name";
    static final String SOURCE_FILE = "source.file";
    static final String DATA_DIRECTORY = "data.dir";
    static final String INCLUDE = "table.include.list";
    static final String EXCLUDE = "table.exclude.list";
    static final String MASK = "column.mask.list";
    static final String PARTITIONS = "partitions";
    static final String KAFKA = "kafka.";
    static final String BOOTSTRAP = KAFKA + "bootstrap.servers";

    static final ConfigDef DEFINITION = new ConfigDef()
            .define(PIPELINE, Type.STRING, "main", Importance.HIGH, "Names the topics: lagzero.<pipeline>.changes, ...")
            .define(SOURCE_NAME, Type.STRING, Importance.HIGH, "What the source is called in every record.")
            .define(SOURCE_FILE, Type.STRING, Importance.HIGH, "The SQLite database file.")
            .define(DATA_DIRECTORY, Type.STRING, Importance.HIGH, "Where page image and spool are kept, on local disk.")
            .define(INCLUDE, Type.LIST, List.of(), Importance.MEDIUM, "The only tables to capture; all when empty.")
            .define(EXCLUDE, Type.LIST, List.of(), Importance.MEDIUM, "Tables not to capture.")
            .define(MASK, Type.LIST, List.of(), Importance.MEDIUM, "Columns (table.column) whose values become ***.")
            .define(PARTITIONS, Type.INT, 1, Importance.LOW, "Partitions of the changes topic, if it must be created.")
            .define(
                    BOOTSTRAP,
                    Type.STRING,
                    "",
                    Importance.HIGH,
                    "Kafka, to read the topic's tail and to claim the source. More client settings: kafka.<setting>.");

    ConnectorSettings(Map<String, String> properties) {
        super(DEFINITION, properties, false);
    }

    Topics topics() {
        return new Topics(getString(PIPELINE));
    }

    SessionConfig session() {
        return new SessionConfig(
                topics(),
                getString(SOURCE_NAME),
                Path.of(getString(SOURCE_FILE)),
                Path.of(getString(DATA_DIRECTORY)),
                new CaptureScope(names(INCLUDE), names(EXCLUDE), names(MASK)),
                false,
                false,
                Limits.DEFAULT);
    }

    Map<String, Object> kafka() {
        return new HashMap<>(originalsWithPrefix(KAFKA));
    }

    private Set<String> names(String key) {
        return new HashSet<>(getList(key));
    }
}
