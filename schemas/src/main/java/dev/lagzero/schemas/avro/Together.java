package dev.lagzero.schemas.avro;

import dev.lagzero.schemas.json.RowsScan;
import dev.lagzero.schemas.mapping.Mapping;
import dev.lagzero.schemas.row.Place;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Rows that were read together, from the form of the changes topic to that of a rows topic, without an object for any of
 * their values: what {@link dev.lagzero.schemas.mapping.Normalizer} and {@link RowAvro} make of them in more steps. A
 * first copy is nearly nothing else.
 */
public final class Together {

    /** Names, positions, and what numbers may take more in Avro than in JSON. */
    private static final int ROOM = 4096;

    private Together() {}

    /**
     * The record of the rows topic; empty when it takes more steps.
     *
     * @throws dev.lagzero.schemas.json.MalformedRecord when the bytes are not a record of ours
     */
    public static Optional<byte[]> translate(byte[] change, Mapping mapping) {
        if (!mapping.isOneToOne() || !RowsScan.fits(change)) {
            return Optional.empty();
        }
        RowsScan scan = RowsScan.of(change);
        if (scan.count() == 1) {
            return Optional.empty();
        }
        List<Row.Upsert> shapes = shape(scan, mapping);
        return shapes.size() == 1 ? Optional.of(written(scan, shapes.getFirst())) : Optional.empty();
    }

    private static byte[] written(RowsScan scan, Row.Upsert shape) {
        LoadedBytes out = new LoadedBytes(scan.columns().size(), scan.length() + ROOM);
        out.one(RowAvro.VERSION);
        out.run(scan.header().source());
        out.number(scan.header().position().epoch());
        out.number(scan.header().position().sequence());
        out.number(RowWriter.LOADED);
        out.number(scan.ordinal());
        out.run(shape.table());
        out.run(Names.bytes(shape.key().names()));
        out.run(Names.bytes(shape.image().names()));
        out.number(scan.count());
        scan.rows(out);
        return out.finished();
    }

    /** What becomes of the names, which is the same for all rows; nothing of a table that is refused. */
    private static List<Row.Upsert> shape(RowsScan scan, Mapping mapping) {
        Image empty =
                new Image(scan.columns(), Collections.nCopies(scan.columns().size(), Value.NULL));
        Image key = empty.project(scan.key());
        return mapping.rows(new Mapping.SourceRow(scan.header().source(), scan.table(), key, empty)).stream()
                .filter(row -> row.share() == null && row.place().kind() == Place.Kind.TABLE)
                .toList();
    }
}
