package dev.lagzero.schemas.mapping.rule;

import dev.lagzero.schemas.mapping.Mapping.Unmappable;
import dev.lagzero.schemas.value.Value;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Values as text: exact, or not at all. */
public final class Texts {

    private Texts() {}

    /** Null for NULL; a blob must be UTF-8. */
    public static @Nullable String of(Value value) {
        return switch (value) {
            case Value.Null ignored -> null;
            case Value.Int integer -> Long.toString(integer.value());
            case Value.Real real -> Double.toString(real.value());
            case Value.Text text -> text.value();
            case Value.Blob blob -> decoded(blob.bytes());
            case Value.RawText ignored -> throw new Unmappable("a text is not valid Unicode");
        };
    }

    static String ofJson(Value value) {
        String text = of(value);
        return text == null ? "" : text;
    }

    private static String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Unmappable("a blob that should be text is not UTF-8");
        }
    }
}
