package dev.lagzero.schemas.row;

import dev.lagzero.schemas.value.Image;
import java.util.Objects;

/** What one source row means for one target row. Table and column names are the target's. */
public sealed interface Row {

    String table();

    Image key();

    /** The row is now {@code image}, which holds the key columns too. */
    record Upsert(String table, Image key, Image image) implements Row {
        public Upsert {
            Objects.requireNonNull(image, "image");
        }
    }

    record Delete(String table, Image key) implements Row {}

    /** The row could not be captured or mapped: it is parked with its reason. An empty key means the whole table. */
    record Reject(String table, Image key, String reason) implements Row {}
}
