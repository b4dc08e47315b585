package dev.lagzero.capture.publish;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Where a source's records go: where its first claim is, else by its name. Adding partitions moves no source. */
public final class Partitions {

    private Partitions() {}

    /** A source's partition and what is there of it. */
    public record Found(int partition, Tail tail, long scanned) {}

    static int byName(String source, int partitions) {
        CRC32C hash = new CRC32C();
        hash.update(source.getBytes(StandardCharsets.UTF_8));
        return Math.floorMod((int) hash.getValue(), partitions);
    }
}
