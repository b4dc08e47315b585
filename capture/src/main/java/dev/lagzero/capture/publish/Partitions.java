package dev.lagzero.capture.publish;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Where a source's records go: where its first claim is, else by its name. Adding partitions moves no source. */
public final class Partitions {

    private Partitions() {}

    /** A source's partition and what is there of it. */
    public record Found(int partition, Tail tail, long scanned) {}

    /** Looks through the whole log. */
    public static Found find(ChangeLog log, String source) {
        Optional<Found> claimed = Optional.empty();
        for (int partition = 0; partition < log.partitions() && claimed.isEmpty(); partition++) {
            claimed = Optional.of(scan(log, partition, source, Tail.EMPTY, log.begin(partition)))
                    .filter(found -> found.tail().epoch() > 0);
        }
        return claimed.orElseGet(() -> {
            int partition = byName(source, log.partitions());
            return new Found(partition, Tail.EMPTY, log.begin(partition));
        });
    }

    /** Looks through the rest of a partition, from a known state on. */
    public static Found scan(ChangeLog log, int partition, String source, Tail start, long from) {
        TailScan scan = new TailScan(source, start);
        long end = log.end(partition);
        log.read(partition, from, end, entry -> scan.accept(entry.offset(), Stamps.of(entry)));
        return new Found(partition, scan.tail(), end);
    }

    static int byName(String source, int partitions) {
        CRC32C hash = new CRC32C();
        hash.update(source.getBytes(StandardCharsets.UTF_8));
        return Math.floorMod((int) hash.getValue(), partitions);
    }
}
