package dev.lagzero.schemas.row;

import dev.lagzero.schemas.value.Image;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one source row means for one target row. Names are the target's, except where a source row is named. */
public sealed interface Row {

    /** The name of the row's {@link Place}: a table or a label. */
    String table();

    Image key();

    /**
     * The row is now {@code image}, which holds the key columns too.
     *
     * @param share null when only this source row can hold the target row
     * @param former what is known of the row before; {@link Former#UNKNOWN} for what is no plain row of a table
     */
    record Upsert(
            Place place, Image key, Image image, @Nullable Share share, Former former) implements Row {
        public Upsert {
            Objects.requireNonNull(place, "place");
            Objects.requireNonNull(image, "image");
            Objects.requireNonNull(former, "former");
        }

        public Upsert(Place place, Image key, Image image, @Nullable Share share) {
            this(place, key, image, share, Former.UNKNOWN);
        }

        public Upsert(String table, Image key, Image image) {
            this(Place.table(table), key, image, null);
        }

        public Upsert(String table, Image key, Image image, Former former) {
            this(Place.table(table), key, image, null, former);
        }

        @Override
        public String table() {
            return place.name();
        }
    }

    /**
     * The row goes, or what the source row held of it.
     *
     * @param share null when only this source row could hold the target row
     */
    record Delete(Place place, Image key, @Nullable Share share) implements Row {
        public Delete {
            Objects.requireNonNull(place, "place");
        }

        public Delete(String table, Image key) {
            this(Place.table(table), key, null);
        }

        @Override
        public String table() {
            return place.name();
        }
    }

    /** The row could not be captured or mapped: it is parked with its reason. An empty key means the whole table. */
    record Reject(String table, Image key, String reason) implements Row {}

    /** A source row that was rejected under this table and key can be mapped now, or is gone. */
    record Settle(String table, Image key) implements Row {}

    /** A row of a history table: written once, never changed. The key holds the position it comes from. */
    record Append(String table, Image key, Image image) implements Row {
        public Append {
            Objects.requireNonNull(image, "image");
        }
    }

    /** All rows of a history table go that have these values in these columns and are older than this change. */
    record Erase(String table, Image key) implements Row {}
}
