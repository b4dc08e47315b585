package dev.lagzero.schemas.avro;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Column names as one run of bytes, known by heart in both directions: a table's names come with every row, and are
 * neither spelled out nor allocated for each.
 */
final class Names {

    private static final int LIMIT = 10_000;
    private static final Map<List<String>, byte[]> WRITTEN = new ConcurrentHashMap<>();
    private static final Map<ByteBuffer, List<String>> READ = new ConcurrentHashMap<>();

    private Names() {}

    static byte[] bytes(List<String> names) {
        byte[] known = WRITTEN.get(names);
        if (known != null) {
            return known;
        }
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            text.append(name).append('\0');
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        remember(WRITTEN, List.copyOf(names), bytes);
        return bytes;
    }

    static List<String> list(ByteBuffer bytes) {
        List<String> known = READ.get(bytes);
        if (known != null) {
            return known;
        }
        byte[] kept = new byte[bytes.remaining()];
        bytes.duplicate().get(kept);
        String text = new String(kept, StandardCharsets.UTF_8);
        List<String> names = text.isEmpty()
                ? List.of()
                : List.copyOf(Arrays.asList(text.substring(0, text.length() - 1).split("\0", -1)));
        remember(READ, ByteBuffer.wrap(kept), names);
        return names;
    }

    private static <K, V> void remember(Map<K, V> known, K key, V value) {
        if (known.size() >= LIMIT) {
            known.clear();
        }
        known.put(key, value);
    }
}
