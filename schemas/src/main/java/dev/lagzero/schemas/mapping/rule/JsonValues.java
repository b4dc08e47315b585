package dev.lagzero.schemas.mapping.rule;

import dev.lagzero.schemas.mapping.Mapping.Unmappable;
import dev.lagzero.schemas.mapping.tree.JsonText;
import dev.lagzero.schemas.mapping.tree.Jsonb;
import dev.lagzero.schemas.mapping.tree.NotJson;
import dev.lagzero.schemas.mapping.tree.Tree;
import dev.lagzero.schemas.value.Value;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Between values of columns and JSON. */
public final class JsonValues {

    private JsonValues() {}

    /** A single JSON value as a column's value: integers and doubles exactly, booleans as 0 and 1. */
    public static Value value(@Nullable Tree tree) {
        return switch (tree) {
            case null -> Value.NULL;
            case Tree.Null ignored -> Value.NULL;
            case Tree.Bool bool -> Value.of(bool.value() ? 1L : 0L);
            case Tree.Text text -> Value.of(text.value());
            case Tree.Number number -> number(number);
            case Tree.Array ignored -> throw new Unmappable("an array where a single value should be");
            case Tree.Members ignored -> throw new Unmappable("an object where a single value should be");
        };
    }

    private static Value number(Tree.Number number) {
        if (!number.isInteger()) {
            return Casts.real(number.text());
        }
        try {
            return Value.of(Long.parseLong(number.text()));
        } catch (NumberFormatException e) {
            throw new Unmappable("an integer in JSON has more than 64 bits; take it with cast: and to: numeric");
        }
    }

    /** The spelling of a number or the text of a string, for what is larger than 64 bits. */
    public static Value spelled(@Nullable Tree tree) {
        return tree instanceof Tree.Number number ? Value.of(number.text()) : value(tree);
    }

    /** Any JSON value as JSON text that a jsonb takes; NULL when there is none. */
    public static Value json(@Nullable Tree tree) {
        return tree == null ? Value.NULL : Value.of(checked(JsonText.text(tree)));
    }

    /** A column's JSON as it stands. A text that is no JSON at all becomes a JSON string when {@code lenient}. */
    public static Value passed(Value value, boolean lenient) {
        String text = Texts.of(value);
        if (text == null || text.isEmpty()) {
            return Value.NULL;
        }
        try {
            return Value.of(Jsonb.text(text));
        } catch (NotJson reason) {
            if (lenient && Jsonb.holds(text)) {
                return Value.of(JsonText.text(new Tree.Text(text)));
            }
            throw new Unmappable(reason.getMessage());
        }
    }

    private static String checked(String json) {
        try {
            return Jsonb.text(json);
        } catch (NotJson reason) {
            throw new Unmappable(reason.getMessage());
        }
    }

    /**
     * A column's value inside a JSON object, so that it can be told back: what jsonb would change is tagged, as in the
     * changes topic.
     */
    public static Tree tree(Value value) {
        return switch (value) {
            case Value.Null ignored -> Tree.NULL;
            case Value.Int integer -> new Tree.Number(Long.toString(integer.value()));
            case Value.Real real -> real(real.value());
            case Value.Text text ->
                Jsonb.holds(text.value())
                        ? new Tree.Text(text.value())
                        : tagged("$text", text.value().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            case Value.RawText raw -> tagged("$text", raw.bytes());
            case Value.Blob blob -> tagged("$blob", blob.bytes());
        };
    }

    private static Tree real(double real) {
        String text = Double.toString(real);
        // jsonb writes a whole number without a point, and zero without a sign: neither would come back as a double.
        boolean kept = !Double.isInfinite(real) && real != Math.rint(real);
        return kept ? new Tree.Number(text) : JsonText.tagged(text);
    }

    private static Tree tagged(String tag, byte[] bytes) {
        return new Tree.Members(Map.of(tag, new Tree.Text(Base64.getEncoder().encodeToString(bytes))));
    }
}
