package dev.lagzero.sink.type;

import dev.lagzero.schemas.table.Affinity;
import dev.lagzero.schemas.value.Value;
import dev.lagzero.sink.type.TargetType.Kind;

/** From a type to one that holds more. What is stored already keeps its meaning on every step. */
public final class Widening {

    private Widening() {}

    /** The narrowest type that holds all that {@code type} holds, and the value. */
    public static TargetType toHold(TargetType type, Value value, Affinity affinity) {
        if (type.holds(value)) {
            return type;
        }
        boolean isInteger = value instanceof Value.Int;
        boolean fraction = value instanceof Value.Real real && !real.looksLikeInteger();
        return switch (type.kind()) {
            case BOOLEAN -> isInteger ? TargetType.BIGINT : toNumeric(fraction && TypeChoice.isNumeric(affinity));
            case BIGINT -> toNumeric(fraction && TypeChoice.isNumeric(affinity));
            case DATE, TIMESTAMP, JSON -> value instanceof Value.Text ? TargetType.TEXT : TargetType.MIXED;
            case DOUBLE, NUMERIC, TEXT, BYTEA, MIXED -> TargetType.MIXED;
        };
    }

    private static TargetType toNumeric(boolean possible) {
        return possible ? TargetType.NUMERIC : TargetType.MIXED;
    }

    /** The narrowest type that holds all that either holds. */
    public static TargetType join(TargetType one, TargetType other) {
        if (one.equals(other)) {
            return one;
        }
        if (isWhole(one.kind()) && isWhole(other.kind())) {
            return one.kind() == Kind.NUMERIC || other.kind() == Kind.NUMERIC ? TargetType.NUMERIC : TargetType.BIGINT;
        }
        return isText(one.kind()) && isText(other.kind()) ? TargetType.TEXT : TargetType.MIXED;
    }

    /** Whether values of both types mean the same things, so that a foreign key between them makes sense. */
    public static boolean akin(TargetType one, TargetType other) {
        return one.isMixed() || other.isMixed() || !join(one, other).isMixed();
    }

    private static boolean isWhole(Kind kind) {
        return kind == Kind.BOOLEAN || kind == Kind.BIGINT || kind == Kind.NUMERIC;
    }

    private static boolean isText(Kind kind) {
        return kind == Kind.TEXT || kind == Kind.DATE || kind == Kind.TIMESTAMP || kind == Kind.JSON;
    }
}
