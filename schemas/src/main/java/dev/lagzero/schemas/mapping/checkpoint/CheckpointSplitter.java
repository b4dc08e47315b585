package dev.lagzero.schemas.mapping.checkpoint;

import dev.lagzero.schemas.mapping.Mapping.Unmappable;
import dev.lagzero.schemas.mapping.rule.Evaluation;
import dev.lagzero.schemas.mapping.rule.RowFunction;
import dev.lagzero.schemas.mapping.rule.Texts;
import dev.lagzero.schemas.mapping.tree.JsonText;
import dev.lagzero.schemas.mapping.tree.NotJson;
import dev.lagzero.schemas.mapping.tree.Tree;
import dev.lagzero.schemas.row.Place;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.row.Share;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of the SQLite saver's {@code checkpoints} as the Postgres saver keeps it: the checkpoint as JSON, with what
 * JSON gives back unchanged, and each other channel value as a row of {@code checkpoint_blobs}, shared by all checkpoints
 * that refer to the same version of the channel. The first of several contents stays.
 */
public final class CheckpointSplitter implements RowFunction {

    private static final List<String> KEY = List.of("thread_id", "checkpoint_ns", "checkpoint_id");
    private static final List<String> COLUMNS = List.of(
            "thread_id", "checkpoint_ns", "checkpoint_id", "parent_checkpoint_id", "type", "checkpoint", "metadata");
    private static final List<String> BLOB_KEY = List.of("thread_id", "checkpoint_ns", "channel", "version");
    private static final List<String> BLOB =
            List.of("thread_id", "checkpoint_ns", "channel", "version", "type", "blob");

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public List<String> losses() {
        return List.of("pending_sends of checkpoints before version 4 (the parent's writes hold them)");
    }

    @Override
    public List<Row.Upsert> rows(Evaluation row) {
        Image source = row.source().image();
        Encoded encoded = decoded(source);
        Map<String, Tree> document = new LinkedHashMap<>(encoded.document());
        if (version(document) < 4) {
            document.remove("pending_sends");
        } else if (document.get("pending_sends") instanceof Tree.Null) {
            throw new Unmappable("a checkpoint of version 4 or later holds objects in pending_sends");
        }
        document.replaceAll((name, value) -> Scalars.respelled(value));
        List<Row.Upsert> rows = new ArrayList<>();
        Share share = new Share(row.source().table(), row.source().key(), 0);
        Map<String, Tree> inline = new LinkedHashMap<>();
        encoded.channels().forEach((name, channel) -> {
            String version = versionOf(name, document);
            if (version == null || channel.stable()) {
                inline.put(name, inlined(name, channel));
            } else {
                rows.add(blob(source, name, version, channel, share));
            }
        });
        document.put("channel_values", new Tree.Members(inline));
        rows.addFirst(checkpoint(source, document));
        return rows;
    }

    private static Encoded decoded(Image source) {
        String type = Texts.of(source.get("type"));
        if (type != null && type.indexOf('+') >= 0) {
            throw new Unmappable("the checkpoint is encrypted (type " + type
                    + "): it cannot be split without its key; decrypt it with the application that wrote it");
        }
        Value content = source.get("checkpoint");
        return switch (type == null ? guessed(content) : type) {
            case "msgpack" -> MsgpackCheckpoint.read(bytes(content));
            case "json" -> JsonCheckpoint.read(text(content));
            default -> throw new Unmappable("a checkpoint of type " + type + " cannot be split; msgpack and json can");
        };
    }

    /** The first writers named no type: an object in JSON begins with a brace, which begins no map in msgpack. */
    private static String guessed(Value content) {
        boolean brace = content instanceof Value.Text
                || (content instanceof Value.Blob blob && blob.bytes().length > 0 && blob.bytes()[0] == '{');
        return brace ? "json" : "msgpack";
    }

    private static byte[] bytes(Value content) {
        if (content instanceof Value.Blob blob) {
            return blob.bytes();
        }
        throw new Unmappable("the checkpoint is stored as " + content.storage().sqliteName() + ", not as a blob");
    }

    private static String text(Value content) {
        String text = Texts.of(content);
        if (text == null) {
            throw new Unmappable("the checkpoint is NULL");
        }
        return text;
    }

    private static long version(Map<String, Tree> document) {
        return document.get("v") instanceof Tree.Number number && number.isInteger()
                ? Long.parseLong(number.text())
                : 0;
    }

    /** As Postgres tells it when the reader joins: a text, or the digits of a number. */
    private static @Nullable String versionOf(String channel, Map<String, Tree> document) {
        Tree version = document.get("channel_versions") instanceof Tree.Members versions
                ? versions.byName().get(channel)
                : null;
        return switch (version) {
            case null -> null;
            case Tree.Text text -> text.value();
            case Tree.Number number -> number.text();
            case Tree.Null ignored -> null;
            case Tree.Bool ignored -> throw new Unmappable("a channel's version is a boolean");
            case Tree.Array ignored -> throw new Unmappable("a channel's version is an array");
            case Tree.Members ignored -> throw new Unmappable("a channel's version is an object");
        };
    }

    /** No reader would look for a blob of a channel without a version. */
    private static Tree inlined(String name, Encoded.Channel channel) {
        Tree kept = channel.inline() == null ? Tree.NULL : Scalars.respelled(channel.inline());
        if (channel.inline() == null || !Scalars.isKept(kept)) {
            throw new Unmappable("channel " + name
                    + " has no version, so its value must be JSON that Postgres gives back unchanged");
        }
        return kept;
    }

    private static Row.Upsert checkpoint(Image source, Map<String, Tree> document) {
        Tree tree = new Tree.Members(document);
        if (!Scalars.isKept(tree)) {
            throw new Unmappable(
                    "the checkpoint holds a text or number outside its channels that jsonb would change (U+0000,"
                            + " half a surrogate pair, NaN, an infinity or -0.0)");
        }
        List<Value> values = new ArrayList<>(source.project(COLUMNS).values());
        values.set(COLUMNS.indexOf("checkpoint"), Value.of(JsonText.text(tree)));
        values.set(COLUMNS.indexOf("metadata"), Value.of(metadata(Texts.of(source.get("metadata")))));
        Image image = new Image(COLUMNS, values);
        return new Row.Upsert("checkpoints", image.project(KEY), image);
    }

    /** None is an empty object. */
    private static String metadata(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return "{}";
        }
        try {
            Tree tree = Scalars.respelled(JsonText.read(text));
            if (Scalars.isKept(tree)) {
                return JsonText.text(tree);
            }
        } catch (NotJson reason) {
            throw new Unmappable("the metadata: " + reason.getMessage());
        }
        throw new Unmappable("the metadata holds a text or number that jsonb would change (U+0000, half a surrogate"
                + " pair, NaN, an infinity or -0.0)");
    }

    private static Row.Upsert blob(Image key, String channel, String version, Encoded.Channel value, Share share) {
        Image image = new Image(
                BLOB,
                List.of(
                        key.get("thread_id"),
                        key.get("checkpoint_ns"),
                        Value.of(channel),
                        Value.of(version),
                        Value.of(value.type()),
                        Value.of(value.blob())));
        return new Row.Upsert(Place.table("checkpoint_blobs"), image.project(BLOB_KEY), image, share);
    }
}
