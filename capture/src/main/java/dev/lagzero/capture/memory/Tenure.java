package dev.lagzero.capture.memory;

import dev.lagzero.capture.publish.ChangeLog;
import dev.lagzero.capture.publish.Claims;
import dev.lagzero.capture.publish.Fence;
import dev.lagzero.capture.publish.KafkaSilentException;
import dev.lagzero.capture.publish.Partitions;
import dev.lagzero.capture.publish.Resume;
import dev.lagzero.capture.publish.Tail;
import dev.lagzero.schemas.position.SourcePosition;
import org.jspecify.annotations.Nullable;

/** Our right to append to a source: the claim, and the look whether somebody else has taken it. */
final class Tenure {

    private final int partition;
    private final String instance;
    private final Fence fence;
    private volatile @Nullable KafkaSilentException silence;

    private Tenure(ChangeLog log, String source, Partitions.Found at) {
        this.partition = at.partition();
        this.instance = at.tail().instance();
        this.fence = new Fence(log, at, source, instance);
    }

    /** Takes a new epoch. Returns what is known of the log then. */
    static Partitions.Found claim(Wires wires, String source, Partitions.Found at, Wanted wanted)
            throws InterruptedException {
        Claims claims = new Claims(
                wires.log(), at.partition(), source, () -> wires.sync().accept(at.partition()));
        Claims.Claimed claimed = claims.claim(
                new Resume.Claim(wanted.claim().epoch(), wanted.claim().reason()), wanted.instance(), at.scanned());
        long behind = claimed.offset() + 1;
        Tail tail = new Tail(wanted.instance(), new SourcePosition(claimed.epoch(), 0), 0, behind, false);
        return new Partitions.Found(at.partition(), tail, behind);
    }

    record Wanted(Beginning.Claim claim, String instance) {}

    static Tenure of(Wires wires, String source, Partitions.Found at) {
        return new Tenure(wires.log(), source, at);
    }

    int partition() {
        return partition;
    }

    String instance() {
        return instance;
    }

    /** A record of ours stands at this offset. Called in the order of appending. */
    void own(long offset) {
        fence.own(offset);
    }

    /** While Kafka is silent nobody can claim either; the next look makes up for it. */
    void check() {
        try {
            fence.check();
            silence = null;
        } catch (KafkaSilentException e) {
            silence = e;
        }
    }

    /** Why the last look was not possible; null when it was. */
    @Nullable
    KafkaSilentException silence() {
        return silence;
    }
}
