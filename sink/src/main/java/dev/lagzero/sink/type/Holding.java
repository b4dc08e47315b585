package dev.lagzero.sink.type;

import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.Optional;

/** What no Postgres column of any type can hold. */
public final class Holding {

    /** Postgres refuses a field above 1 GB; escaped or in hexadecimal a value takes up to twice its size. */
    private static final int LARGEST = 500_000_000;

    private Holding() {}

    /** Why the row must be parked, in words for a person; empty when it can be written. */
    public static Optional<String> objection(Image image) {
        for (int i = 0; i < image.values().size(); i++) {
            Optional<String> objection = objection(image.values().get(i));
            if (objection.isPresent()) {
                return Optional.of("column " + image.names().get(i) + ": " + objection.get());
            }
        }
        return Optional.empty();
    }

    public static Optional<String> objection(Value value) {
        return switch (value) {
            case Value.Text text -> objection(text.value());
            case Value.RawText ignored ->
                Optional.of("the text is not valid in the source's encoding; Postgres stores valid text only");
            case Value.Blob blob -> tooLarge(blob.bytes().length);
            case Value.Null ignored -> Optional.empty();
            case Value.Int ignored -> Optional.empty();
            case Value.Real ignored -> Optional.empty();
        };
    }

    private static Optional<String> objection(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return Optional.of("the text holds U+0000, which Postgres cannot store");
            }
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    return Optional.of("the text holds half of a surrogate pair, which is not Unicode");
                }
                i++;
            }
        }
        return tooLarge(text.length());
    }

    private static Optional<String> tooLarge(int size) {
        return size <= LARGEST
                ? Optional.empty()
                : Optional.of("the value has " + size + " bytes, more than a Postgres field takes");
    }
}
