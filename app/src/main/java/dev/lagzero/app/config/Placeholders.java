package dev.lagzero.app.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts values of the environment where the settings say {@code ${env:NAME}}; passwords may stand in no other way. */
final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{env:([^}]*)}");

    private final Map<String, String> environment;

    Placeholders(Map<String, String> environment) {
        this.environment = environment;
    }

    JsonNode fill(String path, JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode filled = JsonNodeFactory.instance.objectNode();
            object.properties()
                    .forEach(entry -> filled.set(
                            entry.getKey(),
                            fill(path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), entry.getValue())));
            return filled;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode filled = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < array.size(); i++) {
                filled.add(fill(path + "[" + i + "]", array.get(i)));
            }
            return filled;
        }
        return node instanceof TextNode text ? TextNode.valueOf(fill(path, text.textValue())) : refuseBare(path, node);
    }

    private String fill(String path, String text) {
        if (isPassword(path) && !PLACEHOLDER.matcher(text).matches()) {
            throw bare(path);
        }
        return PLACEHOLDER.matcher(text).replaceAll(match -> Matcher.quoteReplacement(value(path, match.group(1))));
    }

    private String value(String path, String name) {
        String value = environment.get(name);
        if (value == null) {
            throw new ConfigException(
                    path + ": the environment has no variable " + name, "set it before: export " + name + "=...");
        }
        return value;
    }

    private static JsonNode refuseBare(String path, JsonNode node) {
        if (isPassword(path) && !node.isNull()) {
            throw bare(path);
        }
        return node;
    }

    private static boolean isPassword(String path) {
        return path.endsWith("password");
    }

    private static ConfigException bare(String path) {
        return new ConfigException(
                path + ": a password does not belong in a file", "write ${env:NAME} and set NAME in the environment");
    }
}
