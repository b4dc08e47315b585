package dev.lagzero.app.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads settings: a YAML file, and what the command line lays over it. The only class that knows YAML. */
public final class ConfigFile {

    private static final YAMLMapper YAML = YAMLMapper.builder(new YAMLFactory())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    private ConfigFile() {}

    /** An empty tree, for commands without a file. */
    public static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ObjectNode read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ConfigException("no configuration file " + file.toAbsolutePath(), "give its path: -c FILE");
        }
        try {
            JsonNode tree = YAML.readTree(Files.readString(file));
            if (tree == null || tree.isMissingNode() || tree.isNull()) {
                return empty();
            }
            if (tree instanceof ObjectNode object) {
                return object;
            }
            throw new ConfigException(file + " holds no settings", "write lines as: http: 8080");
        } catch (JacksonException e) {
            throw new ConfigException(
                    file + " is not readable as YAML: " + e.getOriginalMessage() + at(e),
                    "check the indentation there");
        } catch (IOException e) {
            throw new ConfigException("cannot read " + file + ": " + e.getMessage(), "check its permissions");
        }
    }

    private static String at(JacksonException e) {
        return e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
    }

    /** Fills in {@code ${env:NAME}} and checks every value. */
    public static Configuration bind(ObjectNode tree, Map<String, String> environment) {
        JsonNode filled = new Placeholders(environment).fill("", tree);
        try {
            return YAML.treeToValue(filled, Configuration.class);
        } catch (UnrecognizedPropertyException e) {
            throw unknown(e);
        } catch (InvalidFormatException e) {
            throw new ConfigException(
                    path(e) + ": \"" + e.getValue() + "\" does not fit", "give " + shape(e.getTargetType()));
        } catch (JsonMappingException e) {
            throw wrong(e);
        } catch (JacksonException e) {
            throw new ConfigException("the settings are not readable: " + e.getOriginalMessage(), "check the file");
        }
    }

    private static ConfigException unknown(UnrecognizedPropertyException e) {
        Collection<Object> known = e.getKnownPropertyIds();
        String keys = known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
        String hint = Nearest.to(
                        e.getPropertyName(), known.stream().map(String::valueOf).toList())
                .map(nearest -> "did you mean " + nearest + "?")
                .orElse("known keys here: " + keys);
        return new ConfigException("unknown key " + path(e), hint);
    }

    private static ConfigException wrong(JsonMappingException e) {
        if (e.getCause() instanceof IllegalArgumentException refused) {
            String path = path(e);
            boolean ofValue = refused.getMessage().startsWith("\"");
            String said = (path.isEmpty() ? "" : path + (ofValue ? ": " : ".")) + refused.getMessage();
            int hint = said.lastIndexOf("; ");
            return hint < 0
                    ? new ConfigException(said, "see the keys in the README")
                    : new ConfigException(said.substring(0, hint), said.substring(hint + 2));
        }
        String shape = e instanceof com.fasterxml.jackson.databind.exc.MismatchedInputException mismatch
                ? shape(mismatch.getTargetType())
                : "another value";
        return new ConfigException(path(e) + ": the value does not fit", "give " + shape);
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static String shape(Class<?> type) {
        if (type == null) {
            return "another value";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> constant.toString().toLowerCase(java.util.Locale.ROOT))
                            .collect(Collectors.joining(", "));
        }
        if (type == Integer.class) {
            return "a whole number";
        }
        if (type == Boolean.class) {
            return "true or false";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list, as [a, b]";
        }
        if (type == ByteSize.class) {
            return "a size, as 64MiB";
        }
        return type == String.class || type == Path.class || type == Secret.class ? "a text" : "keys with values";
    }
}
