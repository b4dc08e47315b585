package dev.lagzero.schemas.mapping.tree;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON value. */
public sealed interface Tree {

    Tree NULL = new Null();

    record Null() implements Tree {}

    record Bool(boolean value) implements Tree {}

    /** As it was spelled; {@code NaN}, {@code Infinity} and {@code -Infinity} occur, since Python writes them. */
    record Number(String text) implements Tree {
        public boolean isInteger() {
            return !isSpecial() && text.indexOf('.') < 0 && text.indexOf('e') < 0 && text.indexOf('E') < 0;
        }

        public boolean isSpecial() {
            char last = text.charAt(text.length() - 1);
            return last == 'N' || last == 'y';
        }
    }

    record Text(String value) implements Tree {}

    record Array(List<Tree> items) implements Tree {}

    /** Members in the order of the text; of two with one name the later counts, as in Python and in jsonb. */
    record Members(Map<String, Tree> byName) implements Tree {}

    /** What stands at a pointer (RFC 6901), null when nothing does. */
    default @Nullable Tree at(JsonPointer pointer) {
        Tree here = this;
        for (JsonPointer step = pointer; !step.matches() && here != null; step = step.tail()) {
            here = here.child(step);
        }
        return here;
    }

    private @Nullable Tree child(JsonPointer step) {
        return switch (this) {
            case Members members -> members.byName().get(step.getMatchingProperty());
            case Array array -> {
                int index = step.getMatchingIndex();
                yield index >= 0 && index < array.items().size() ? array.items().get(index) : null;
            }
            case Null ignored -> null;
            case Bool ignored -> null;
            case Number ignored -> null;
            case Text ignored -> null;
        };
    }
}
