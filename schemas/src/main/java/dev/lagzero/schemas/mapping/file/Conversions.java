package dev.lagzero.schemas.mapping.file;

import dev.lagzero.schemas.mapping.Mapping.Unmappable;
import dev.lagzero.schemas.mapping.rule.Casts;
import dev.lagzero.schemas.mapping.rule.Digests;
import dev.lagzero.schemas.mapping.rule.Expression;
import dev.lagzero.schemas.mapping.rule.Texts;
import dev.lagzero.schemas.mapping.rule.Timestamps;
import dev.lagzero.schemas.mapping.rule.Unsettled;
import dev.lagzero.schemas.value.Value;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/** Operations that convert a value, hide it, or refuse it. */
final class Conversions {

    private final Columns columns;
    private final Expressions expressions;
    private final Settings settings;

    Conversions(Columns columns, Expressions expressions, Settings settings) {
        this.columns = columns;
        this.expressions = expressions;
        this.settings = settings;
    }

    void addTo(Map<String, BiFunction<Block, Entry, Expression>> operations) {
        operations.put("cast", this::cast);
        operations.put(
                "timestamp",
                (block, of) ->
                        expressions.texts("written as UTC", of, text -> Timestamps.utc(text, settings.timezone())));
        operations.put("hash", (block, of) -> expressions.texts("hashed", of, this::hashed));
        operations.put("uuid", this::uuid);
        operations.put("mask", this::mask);
        operations.put("length", this::length);
        operations.put("between", this::between);
        operations.put("one_of", this::oneOf);
    }

    private Expression cast(Block block, Entry of) {
        Expression inner = expressions.of(of);
        Entry to = block.required("to");
        List<String> names = Arrays.stream(Casts.Type.values())
                .map(type -> type.name().toLowerCase(Locale.ROOT))
                .toList();
        if (!names.contains(to.text())) {
            to.problem("cast to one of " + names + Nearest.hint(to.text(), names));
            return inner;
        }
        Casts.Type type = Casts.Type.valueOf(to.text().toUpperCase(Locale.ROOT));
        return row -> Casts.cast(inner.of(row), type);
    }

    private String hashed(String text) {
        if (settings.salt() == null) {
            throw new Unsettled("salt", "the mapping hashes a secret and needs salt: (give it as ${env:NAME})");
        }
        return Digests.salted(text, settings.salt());
    }

    private Expression uuid(Block block, Entry of) {
        List<Expression> parts = columns.losing("hashed", () -> expressions.all(of));
        return row -> Value.of(Digests.uuid(JsonExpressions.tuple(parts, row)));
    }

    private Expression mask(Block block, Entry of) {
        Entry keep = block.optional("keep");
        int shown = keep == null ? 0 : (int) keep.integer(0);
        return expressions.texts("masked", of, text -> Digests.masked(text, shown));
    }

    /** Characters, as Postgres counts them. */
    private Expression length(Block block, Entry of) {
        Expression inner = expressions.of(of);
        Entry min = block.optional("min");
        Entry max = block.optional("max");
        long least = min == null ? 0 : min.integer(0);
        long most = max == null ? Integer.MAX_VALUE : max.integer(least);
        return row -> {
            Value value = inner.of(row);
            String text = Texts.of(value);
            if (text != null) {
                long length = text.codePointCount(0, text.length());
                if (length < least || length > most) {
                    throw new Unmappable(
                            "a text of " + length + " characters, where " + least + " to " + most + " are allowed");
                }
            }
            return value;
        };
    }

    private Expression between(Block block, Entry of) {
        Expression inner = expressions.of(of);
        BigDecimal from = limit(block.optional("from"));
        BigDecimal to = limit(block.optional("to"));
        return row -> {
            Value value = inner.of(row);
            String text = Texts.of(value);
            if (text != null) {
                BigDecimal number = new BigDecimal(((Value.Text) Casts.cast(value, Casts.Type.NUMERIC)).value());
                if ((from != null && number.compareTo(from) < 0) || (to != null && number.compareTo(to) > 0)) {
                    throw new Unmappable("a number that is not within " + (from == null ? "" : from) + " to "
                            + (to == null ? "" : to));
                }
            }
            return value;
        };
    }

    private static BigDecimal limit(Entry entry) {
        if (entry == null) {
            return null;
        }
        try {
            return new BigDecimal(entry.text());
        } catch (NumberFormatException e) {
            entry.problem("a number should stand here");
            return null;
        }
    }

    private Expression oneOf(Block block, Entry of) {
        Expression inner = expressions.of(of);
        List<Value> allowed =
                block.required("values").items().stream().map(Entry::constant).toList();
        return row -> {
            Value value = inner.of(row);
            if (!(value instanceof Value.Null) && !allowed.contains(value)) {
                throw new Unmappable("a value that is none of those the mapping allows");
            }
            return value;
        };
    }
}
