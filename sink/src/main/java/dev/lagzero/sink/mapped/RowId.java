package dev.lagzero.sink.mapped;

import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.row.EdgeKey;
import dev.lagzero.schemas.row.Place;
import dev.lagzero.schemas.row.Share;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Stands for a row's place and key, or for a holder: 128 bits of a SHA-256, the same after every load. */
public final class RowId {

    private static final ThreadLocal<MessageDigest> SHA = ThreadLocal.withInitial(RowId::sha);

    private static final Map<String, UUID> SOURCES = new ConcurrentHashMap<>();

    private RowId() {}

    public static UUID of(Place place, Image key) {
        return switch (place.kind()) {
            case TABLE -> digest("table", place.name(), ChangeJson.image(key));
            case VERTEX -> vertex(place.name(), vertexKey(key));
            case EDGE -> digest("edge", place.name(), ChangeJson.image(key));
        };
    }

    /** How both ends of an edge find it, whatever its key is called. */
    public static UUID vertex(String label, String key) {
        return digest("vertex", label, key);
    }

    public static UUID start(Image edgeKey) {
        return vertex(EdgeKey.startLabel(edgeKey), EdgeKey.startKey(edgeKey));
    }

    public static UUID end(Image edgeKey) {
        return vertex(EdgeKey.endLabel(edgeKey), EdgeKey.endKey(edgeKey));
    }

    /** The key of a vertex: one property, a text; a number counts as its digits. */
    public static String vertexKey(Image key) {
        Value value = key.values().getFirst();
        return value instanceof Value.Text text ? text.value() : ChangeJson.image(key);
    }

    /** A row that is not shared is held by its source alone. */
    public static UUID holder(String source) {
        return SOURCES.computeIfAbsent(source, name -> digest("source", name, ""));
    }

    public static UUID holder(String source, Share share) {
        return digest("holder", source, share.table() + "\0" + ChangeJson.image(share.key()));
    }

    private static UUID digest(String kind, String name, String key) {
        MessageDigest sha = SHA.get();
        sha.update((kind + "\0" + name + "\0").getBytes(StandardCharsets.UTF_8));
        ByteBuffer bits = ByteBuffer.wrap(sha.digest(key.getBytes(StandardCharsets.UTF_8)));
        return new UUID(bits.getLong(), bits.getLong());
    }

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
