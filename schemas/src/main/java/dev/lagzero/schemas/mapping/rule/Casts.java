package dev.lagzero.schemas.mapping.rule;

import dev.lagzero.schemas.mapping.Mapping.Unmappable;
import dev.lagzero.schemas.value.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Values as another type: exactly, or not at all. NULL stays NULL. */
public final class Casts {

    public enum Type {
        INTEGER,
        REAL,
        TEXT,
        /** 0 or 1. */
        BOOLEAN,
        /** A decimal of any size, as text with the digits it came with. */
        NUMERIC,
        /** Bytes; of a text those of its UTF-8. */
        BLOB
    }

    private static final double EXACT = 0x1p53;

    private Casts() {}

    public static Value cast(Value value, Type type) {
        if (value instanceof Value.Null) {
            return value;
        }
        return switch (type) {
            case INTEGER -> integer(value);
            case REAL -> real(value);
            case TEXT -> Value.of(Texts.of(value));
            case BOOLEAN -> bool(value);
            case NUMERIC -> numeric(value);
            case BLOB -> blob(value);
        };
    }

    private static Value integer(Value value) {
        if (value instanceof Value.Int) {
            return value;
        }
        if (value instanceof Value.Real real && real.looksLikeInteger() && Math.abs(real.value()) <= EXACT) {
            return Value.of((long) real.value());
        }
        if (value instanceof Value.Text text) {
            try {
                return Value.of(Long.parseLong(text.value()));
            } catch (NumberFormatException e) {
                throw no(value, "a 64-bit integer");
            }
        }
        throw no(value, "a 64-bit integer");
    }

    private static Value real(Value value) {
        if (value instanceof Value.Real) {
            return value;
        }
        if (value instanceof Value.Int integer
                && (long) (double) integer.value() == integer.value()
                && integer.value() != Long.MAX_VALUE) {
            return Value.of((double) integer.value());
        }
        if (value instanceof Value.Text text) {
            return real(text.value());
        }
        throw no(value, "a double");
    }

    /** A spelled number as the double it says; the special ones by their Python names. */
    static Value real(String text) {
        switch (text) {
            case "NaN" -> {
                return Value.of("NaN");
            }
            case "Infinity" -> {
                return Value.of(Double.POSITIVE_INFINITY);
            }
            case "-Infinity" -> {
                return Value.of(Double.NEGATIVE_INFINITY);
            }
            default -> {
                return finite(text);
            }
        }
    }

    private static Value finite(String text) {
        try {
            BigDecimal exact = new BigDecimal(text);
            double nearest = exact.doubleValue();
            // The shortest digits of the double must say the same number, or digits were lost.
            if (Double.isFinite(nearest) && new BigDecimal(Double.toString(nearest)).compareTo(exact) == 0) {
                return Value.of(text.startsWith("-") && nearest == 0 ? -0.0 : nearest);
            }
        } catch (NumberFormatException e) {
            throw new Unmappable("a text is not a number");
        }
        throw new Unmappable("a number has more digits than a double holds");
    }

    private static Value bool(Value value) {
        if (value instanceof Value.Int integer && (integer.value() == 0 || integer.value() == 1)) {
            return value;
        }
        if (value instanceof Value.Text text && text.value().equals("true")) {
            return Value.of(1);
        }
        if (value instanceof Value.Text text && text.value().equals("false")) {
            return Value.of(0);
        }
        throw no(value, "a boolean (0, 1, true or false)");
    }

    private static Value numeric(Value value) {
        if (value instanceof Value.Int integer) {
            return Value.of(Long.toString(integer.value()));
        }
        String text = Texts.of(value);
        try {
            BigDecimal decimal = new BigDecimal(text);
            // What Postgres's numeric holds: 131072 digits before the point, 16383 behind it.
            if (decimal.scale() <= 16_383 && decimal.precision() - (long) decimal.scale() <= 131_072) {
                return Value.of(text);
            }
        } catch (NumberFormatException e) {
            throw no(value, "a decimal number");
        }
        throw new Unmappable("a number has more digits than Postgres's numeric holds");
    }

    private static Value blob(Value value) {
        if (value instanceof Value.Text text) {
            return Value.of(text.value().getBytes(StandardCharsets.UTF_8));
        }
        if (value instanceof Value.RawText raw) {
            return Value.of(raw.bytes());
        }
        if (value instanceof Value.Blob) {
            return value;
        }
        throw no(value, "a run of bytes");
    }

    private static Unmappable no(Value value, String wanted) {
        return new Unmappable("a value stored as " + value.storage().sqliteName() + " is not exactly " + wanted);
    }
}
