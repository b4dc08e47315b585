package dev.lagzero.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Lists every key with its default: a new one without a line here fails. */
class ConfigTest {

    @Test
    void theseAreAllKeysAndTheirDefaults() {
        assertEquals("""
                capture.free_space = 256MiB
                capture.spool_limit = 1024MiB
                capture.wal_limit = 64MiB
                catalog = null
                data = .lagzero
                http = 8080
                kafka.bootstrap = null
                kafka.partitions = null
                kafka.properties = {}
                mapping = null
                pipeline = main
                projection = main
                salt = (none)
                sources = []
                sources[].exclude = []
                sources[].include = []
                sources[].mask = []
                sources[].name = my_shop
                sources[].read_only = false
                sources[].schema = null
                sources[].url = sqlite:My Shop.db
                stream.exactly-once = false
                target.graph = auto
                target.graph-name = null
                target.names = fold
                target.on-drop = keep
                target.password = (none)
                target.schema = null
                target.url = null
                target.user = null
                target.writer = null
                target.writer.password = (none)
                target.writer.user = null
                timezone = null
                """, keys());
    }

    private static String keys() {
        Map<String, String> keys = new TreeMap<>();
        list("", ConfigFile.bind(ConfigFile.empty(), Map.of()), keys);
        list("sources[].", new SourceSettings("sqlite:My Shop.db", null, null, null, null, null, null), keys);
        list("target.writer.", new RoleSettings(null, null), keys);
        StringBuilder text = new StringBuilder();
        keys.forEach(
                (key, value) -> text.append(key).append(" = ").append(value).append('\n'));
        return text.toString();
    }

    private static void list(String prefix, Record settings, Map<String, String> keys) {
        Arrays.stream(settings.getClass().getRecordComponents()).forEach(component -> {
            Object value = value(settings, component);
            String key = prefix + name(component);
            if (value instanceof Record nested && !(value instanceof Secret || value instanceof ByteSize)) {
                list(key + ".", nested, keys);
            } else {
                keys.put(key, value instanceof Enum<?> word ? word.name().toLowerCase(Locale.ROOT) : "" + value);
            }
        });
    }

    private static Object value(Record settings, RecordComponent component) {
        try {
            return component.getAccessor().invoke(settings);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static String name(RecordComponent component) {
        JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
        return renamed == null ? component.getName() : renamed.value();
    }
}
