package dev.lagzero.capture.diff;

import dev.lagzero.schemas.topic.Topics;
import dev.lagzero.schemas.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** About how many bytes a change takes as JSON; never less than it really takes. */
final class ChangeSize {

    /** Unchanged values above this size are not repeated in the before image. */
    private static final int REPEATED = 64 * 1024;

    /** The longest JSON of one byte of text: a control character. */
    private static final int WORST = 6;

    private static final int PER_COLUMN = 40;

    private ChangeSize() {}

    /** Cheap: the change fits whatever its values are. */
    static boolean surelyFits(long storedBytes, List<String> names) {
        long framing = 0;
        for (String name : names) {
            framing += 3L * (WORST * name.length() + PER_COLUMN);
        }
        return WORST * 2 * storedBytes + framing < Topics.MAX_CHANGE_BYTES;
    }

    static long of(List<String> names, Value @Nullable [] before, Value @Nullable [] after) {
        long size = 0;
        for (int i = 0; i < names.size(); i++) {
            long framing = text(names.get(i)) + PER_COLUMN;
            if (after != null) {
                size += framing + of(after[i]);
            }
            if (before != null) {
                boolean unchanged = after != null && before[i].equals(after[i]);
                size += unchanged && before[i].size() > REPEATED ? 0 : framing + of(before[i]);
            }
        }
        return size;
    }

    private static long of(Value value) {
        return switch (value) {
            case Value.Null ignored -> 4;
            case Value.Int ignored -> 20;
            case Value.Real ignored -> 26;
            case Value.Text text -> text(text.value());
            case Value.RawText raw -> base64(raw.bytes());
            case Value.Blob blob -> base64(blob.bytes());
        };
    }

    private static long base64(byte[] bytes) {
        return (bytes.length + 2L) / 3 * 4;
    }

    private static long text(String text) {
        long size = 2;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20) {
                size += WORST;
            } else if (c < 0x80) {
                size += c == '"' || c == '\\' ? 2 : 1;
            } else {
                size += c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
            }
        }
        return size;
    }
}
