package dev.lagzero.sink.given;

import dev.lagzero.schemas.value.Value;
import java.util.HexFormat;
import java.util.Optional;

/** Values as texts that Postgres casts to the type of their column, and which of them a cast would change. */
final class CastText {

    private CastText() {}

    /** Null for NULL. */
    static String of(Value value) {
        return switch (value) {
            case Value.Null ignored -> null;
            case Value.Int integer -> Long.toString(integer.value());
            case Value.Real real -> Double.toString(real.value());
            case Value.Text text -> text.value();
            case Value.Blob blob -> "\\x" + HexFormat.of().formatHex(blob.bytes());
            case Value.RawText ignored -> throw new IllegalArgumentException("text that is not valid Unicode");
        };
    }

    /** Why the value does not belong into a column of this type; what Postgres itself refuses is not told here. */
    static Optional<String> objection(String type, Value value) {
        boolean bytes = type.equals("bytea");
        return switch (value) {
            case Value.Null ignored -> Optional.empty();
            case Value.Blob ignored -> bytes ? Optional.empty() : Optional.of("a blob for a column of type " + type);
            case Value.Text ignored -> bytes ? Optional.of("a text for a column of type bytea") : Optional.empty();
            case Value.RawText ignored -> Optional.empty();
            case Value.Int integer -> number(type, integer.value());
            case Value.Real real -> number(type, real.value());
        };
    }

    private static Optional<String> number(String type, long value) {
        boolean exact =
                switch (type) {
                    case "double precision" -> (long) (double) value == value && value != Long.MAX_VALUE;
                    case "real" -> (long) (float) value == value && value != Long.MAX_VALUE;
                    case "bytea" -> false;
                    default -> true;
                };
        return exact ? Optional.empty() : Optional.of("type " + type + " cannot hold the integer exactly");
    }

    private static Optional<String> number(String type, double value) {
        boolean exact =
                switch (type) {
                    case "real" -> (float) value == value;
                    case "bytea" -> false;
                    default -> true;
                };
        return exact ? Optional.empty() : Optional.of("type " + type + " cannot hold the number exactly");
    }
}
