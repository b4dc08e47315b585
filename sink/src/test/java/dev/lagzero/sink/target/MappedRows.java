package dev.lagzero.sink.target;

import dev.lagzero.schemas.row.EdgeKey;
import dev.lagzero.schemas.row.Place;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.row.Share;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;

/** Rows as a mapping yields them, written down briefly. */
public final class MappedRows {

    public static final Place NOTE = Place.table("note");
    static final String LOG = "log";

    /** What the tables are in Postgres. */
    public static final List<String> TABLES = List.of(
            "CREATE TABLE public.note (id text PRIMARY KEY, body text, size bigint)",
            "CREATE TABLE public.log (source_name text, source_epoch bigint, source_sequence bigint,"
                    + " source_ordinal bigint, of text, body text,"
                    + " PRIMARY KEY (source_name, source_epoch, source_sequence, source_ordinal, of))");

    private MappedRows() {}

    public static Image key(String key) {
        return image("id", key);
    }

    /** @param namesAndValues one after the other */
    public static Image image(Object... namesAndValues) {
        List<String> names = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            names.add((String) namesAndValues[i]);
            values.add(Shape.value(namesAndValues[i + 1]));
        }
        return new Image(names, values);
    }

    public static Row note(String id, String body, long size) {
        return new Row.Upsert(NOTE, key(id), image("id", id, "body", body, "size", size), null);
    }

    public static Row noNote(String id) {
        return new Row.Delete(NOTE, key(id), null);
    }

    /** A vertex that only one source row yields. */
    public static Row vertex(String label, String key, Object... properties) {
        return new Row.Upsert(Place.vertex(label), key(key), with(key(key), image(properties)), null);
    }

    public static Row noVertex(String label, String key) {
        return new Row.Delete(Place.vertex(label), key(key), null);
    }

    public static Share share(String holder, int rank) {
        return new Share("items", image("id", holder), rank);
    }

    public static Row shared(String label, String key, Share share, Object... properties) {
        return new Row.Upsert(Place.vertex(label), key(key), with(key(key), image(properties)), share);
    }

    public static Row noShared(String label, String key, Share share) {
        return new Row.Delete(Place.vertex(label), key(key), share);
    }

    private static Image ends(String start, String end) {
        return image(
                EdgeKey.START_LABEL, "Item", EdgeKey.START_KEY, start, EdgeKey.END_LABEL, "Tag", EdgeKey.END_KEY, end);
    }

    /** From an Item to a Tag. */
    public static Row edge(String label, String start, String end, Object... properties) {
        Image key = ends(start, end);
        return new Row.Upsert(Place.edge(label), key, with(key, image(properties)), null);
    }

    public static Row noEdge(String label, String start, String end) {
        return new Row.Delete(Place.edge(label), ends(start, end), null);
    }

    static Row deleted(Row row) {
        Row.Upsert upsert = (Row.Upsert) row;
        return new Row.Delete(upsert.place(), upsert.key(), upsert.share());
    }

    public static Row append(Story story, String of, String body) {
        Image key = image(
                "source_name",
                story.source(),
                "source_epoch",
                story.position().epoch(),
                "source_sequence",
                story.position().sequence(),
                "source_ordinal",
                (long) story.parts().size(),
                "of",
                of);
        return new Row.Append(LOG, key, with(key, image("body", body)));
    }

    public static Row erase(Story story, String of) {
        return new Row.Erase(LOG, image("source_name", story.source(), "of", of));
    }

    private static Image with(Image key, Image more) {
        List<String> names = new ArrayList<>(key.names());
        names.addAll(more.names());
        List<Value> values = new ArrayList<>(key.values());
        values.addAll(more.values());
        return new Image(names, values);
    }
}
