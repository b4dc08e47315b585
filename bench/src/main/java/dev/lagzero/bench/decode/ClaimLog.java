package dev.lagzero.bench.decode;

import dev.lagzero.capture.publish.ChangeLog;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A changes topic that holds claims: who only wants to see what would be published needs no Kafka. */
final class ClaimLog implements ChangeLog {

    private final List<byte[]> claims = new CopyOnWriteArrayList<>();

    @Override
    public String id() {
        return "claims";
    }

    @Override
    public int partitions() {
        return 1;
    }

    @Override
    public long begin(int partition) {
        return 0;
    }

    @Override
    public long end(int partition) {
        return claims.size();
    }

    @Override
    public void read(int partition, long from, long to, Consumer<Entry> each) {
        for (long offset = from; offset < Math.min(to, claims.size()); offset++) {
            each.accept(new Entry(offset, claims.get((int) offset)));
        }
    }

    @Override
    public void append(int partition, byte[] key, byte[] value, Acknowledgement then) {
        claims.add(value);
        then.done(claims.size() - 1L, null);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
