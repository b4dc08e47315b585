package dev.lagzero.app.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rows, vertices and edges in one spelling, whoever wrote them. */
final class GovernanceLine {

    private static final ObjectMapper JSON =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    private GovernanceLine() {}

    /** One field after the other; NULL is a dash. */
    static String of(Object... fields) {
        List<String> texts = new ArrayList<>();
        for (Object field : fields) {
            texts.add(text(field));
        }
        return String.join("|", texts);
    }

    private static String text(Object field) {
        return switch (field) {
            case null -> "-";
            case Boolean yes -> yes ? "1" : "0";
            case Double real -> Double.toString(real);
            case Number whole -> Long.toString(whole.longValue());
            case Timestamp moment -> moment.toInstant().toString();
            default -> field.toString();
        };
    }

    /** What a graph keeps of properties: neither NULL nor empty texts. */
    static String properties(Map<String, Object> properties) {
        Map<String, Object> kept = new TreeMap<>(properties);
        kept.values().removeIf(value -> value == null || value.equals(""));
        try {
            return JSON.writeValueAsString(kept);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same of properties that a graph has written. */
    static String properties(String json) {
        return json(json);
    }

    /** JSON without its spelling; null stays null. */
    static String json(Object text) {
        if (text == null) {
            return null;
        }
        try {
            Object read = JSON.readValue(text.toString().replace("NaN", "{\"$real\":\"NaN\"}"), Object.class);
            return JSON.writeValueAsString(read);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JSON that Postgres has kept. */
    static String kept(Object json) {
        try {
            return json == null ? null : JSON.writeValueAsString(JSON.readValue(json.toString(), Object.class));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The moment that a time of the source means: with an offset, as SQL writes UTC, or local. */
    static Instant moment(Object text) {
        if (text == null) {
            return null;
        }
        String time = (String) text;
        if (time.endsWith("+00:00")) {
            return OffsetDateTime.parse(time).toInstant();
        }
        return time.contains("T")
                ? LocalDateTime.parse(time).atZone(ZONE).toInstant()
                : LocalDateTime.parse(time.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
    }
}
