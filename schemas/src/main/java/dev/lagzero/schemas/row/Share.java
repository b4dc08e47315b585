package dev.lagzero.schemas.row;

import dev.lagzero.schemas.value.Image;
import java.util.Objects;

/**
 * Who holds a row that several source rows may hold: together with the source of the event, the table and key of the
 * source row. The row shows the content of its holder of the highest rank, among equals of the one that held it first,
 * and goes when nobody holds it any more.
 *
 * @param table the source's table
 * @param key the source row's key
 */
public record Share(String table, Image key, int rank) {
    public Share {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(key, "key");
    }
}
