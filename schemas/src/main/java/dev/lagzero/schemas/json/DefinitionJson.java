package dev.lagzero.schemas.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.lagzero.schemas.table.Lineage;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.table.TemporalPattern;
import dev.lagzero.schemas.value.Value;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Table definitions and lineages as JSON: their records' components, by name. */
public final class DefinitionJson {

    private static final JsonMapper MAPPER = JsonMapper.builder(Json.FACTORY)
            .addModule(new SimpleModule()
                    .addSerializer(TemporalPattern.class, ToStringSerializer.instance)
                    .addDeserializer(TemporalPattern.class, new TemporalReader())
                    .addSerializer(Value.class, new ValueWriter())
                    .addDeserializer(Value.class, new ValueReader()))
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private DefinitionJson() {}

    public static String text(TableDefinition definition) {
        try {
            return MAPPER.writeValueAsString(definition);
        } catch (IOException e) {
            throw new MalformedRecord("cannot write the definition of " + definition.name(), e);
        }
    }

    public static TableDefinition definition(String json) {
        try (JsonParser in = MAPPER.createParser(json)) {
            in.nextToken();
            return readDefinition(in);
        } catch (IOException e) {
            throw new MalformedRecord("not a table definition: " + e.getMessage(), e);
        }
    }

    public static String text(Lineage lineage) {
        try {
            return MAPPER.writeValueAsString(written(lineage));
        } catch (IOException e) {
            throw new MalformedRecord("cannot write a lineage", e);
        }
    }

    private static @Nullable AlteredJson written(Lineage lineage) {
        return switch (lineage) {
            case Lineage.Fresh ignored -> null;
            case Lineage.Altered altered ->
                // Sorted, because the same event must give the same bytes.
                new AlteredJson(altered.formerTable(), new TreeMap<>(altered.columns()));
        };
    }

    public static Lineage lineage(String json) {
        try (JsonParser in = MAPPER.createParser(json)) {
            in.nextToken();
            return readLineage(in);
        } catch (IOException e) {
            throw new MalformedRecord("not a lineage: " + e.getMessage(), e);
        }
    }

    /** The same in a record, where rare characters stand otherwise than in a {@link #text}. */
    static byte[] bytes(TableDefinition definition) {
        return written(definition, definition.name());
    }

    static byte[] bytes(Lineage lineage) {
        return written(written(lineage), "a lineage");
    }

    private static byte[] written(@Nullable Object value, String name) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (IOException e) {
            throw new MalformedRecord("cannot write the definition of " + name, e);
        }
    }

    static TableDefinition readDefinition(JsonParser in) throws IOException {
        return MAPPER.readValue(in, TableDefinition.class);
    }

    static Lineage readLineage(JsonParser in) throws IOException {
        AlteredJson altered = MAPPER.readValue(in, AlteredJson.class);
        return altered == null ? new Lineage.Fresh() : new Lineage.Altered(altered.formerTable(), altered.columns());
    }

    private record AlteredJson(String formerTable, Map<String, String> columns) {}

    private static final class TemporalReader extends StdScalarDeserializer<TemporalPattern> {
        TemporalReader() {
            super(TemporalPattern.class);
        }

        @Override
        public TemporalPattern deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return TemporalPattern.parse(in.getText());
        }
    }

    private static final class ValueWriter extends StdScalarSerializer<Value> {
        ValueWriter() {
            super(Value.class);
        }

        @Override
        public void serialize(Value value, JsonGenerator out, SerializerProvider provider) throws IOException {
            ValueJson.write(out, value);
        }
    }

    private static final class ValueReader extends StdScalarDeserializer<Value> {
        ValueReader() {
            super(Value.class);
        }

        @Override
        public Value deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return ValueJson.read(in);
        }

        @Override
        public Value getNullValue(DeserializationContext context) {
            return Value.NULL;
        }
    }
}
