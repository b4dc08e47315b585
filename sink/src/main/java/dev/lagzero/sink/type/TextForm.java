package dev.lagzero.sink.type;

import dev.lagzero.schemas.value.Value;
import java.util.HexFormat;

/** A value as text that every type which holds it reads. In a mixed column it is the content itself. */
public final class TextForm {

    private TextForm() {}

    /** The text for a column of the type, or null for NULL. */
    public static String of(TargetType type, Value value) {
        return switch (value) {
            case Value.Null ignored -> null;
            case Value.Int integer ->
                type.kind() == TargetType.Kind.BOOLEAN
                        ? (integer.value() == 0 ? "f" : "t")
                        : Long.toString(integer.value());
            case Value.Real real -> RealText.of(real.value());
            case Value.Text text -> text.value();
            case Value.Blob blob -> "\\x" + HexFormat.of().formatHex(blob.bytes());
            case Value.RawText ignored ->
                throw new IllegalArgumentException("text that is not valid Unicode has no form in Postgres");
        };
    }
}
