package dev.lagzero.capture.reference;

import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Fields as values and back: identifiers, decimals and times are text, so that nothing of them is lost. */
final class Fields {

    private Fields() {}

    static Value of(@Nullable Object field) {
        return switch (field) {
            case null -> Value.NULL;
            case Long number -> Value.of(number);
            case Integer number -> Value.of(number);
            case Object other -> Value.of(other.toString());
        };
    }

    static @Nullable String textOrNull(Image row, String column) {
        return row.find(column) instanceof Value.Text text ? text.value() : null;
    }

    static String text(Image row, String column) {
        return ((Value.Text) row.get(column)).value();
    }

    static long number(Image row, String column) {
        return ((Value.Int) row.get(column)).value();
    }

    static BigDecimal decimal(Image row, String column) {
        return new BigDecimal(text(row, column));
    }

    static UUID id(Image row, String column) {
        return UUID.fromString(text(row, column));
    }

    static Instant time(Image row, String column) {
        return Instant.parse(text(row, column));
    }

    static @Nullable Instant timeOrNull(Image row, String column) {
        String text = textOrNull(row, column);
        return text == null ? null : Instant.parse(text);
    }
}
