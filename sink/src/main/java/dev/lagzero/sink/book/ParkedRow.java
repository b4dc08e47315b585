package dev.lagzero.sink.book;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.value.Image;
import java.util.Optional;

/**
 * A key whose newest state is not shown.
 *
 * @param key empty when it stands for the whole table
 * @param action what the newest change wants: {@code write} its image, {@code remove} the row, or nothing that we know
 *     of ({@code none}: the stream rejected it)
 */
public record ParkedRow(
        String source,
        String table,
        Image key,
        SourcePosition position,
        long ordinal,
        Action action,
        Optional<Image> image,
        String reason) {

    public enum Action {
        WRITE("write"),
        REMOVE("remove"),
        NONE("none");

        private final String label;

        Action(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        static Action parse(String label) {
            for (Action action : values()) {
                if (action.label.equals(label)) {
                    return action;
                }
            }
            throw new IllegalArgumentException("no action of a parked row is called " + label);
        }
    }
}
