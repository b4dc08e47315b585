package dev.lagzero.capture.publish;

import dev.lagzero.schemas.json.Stamp;
import dev.lagzero.schemas.position.SourcePosition;

/**
 * Follows one source through the log, as every consumer does: a higher claim cuts off what came before, records of
 * lower epochs do not count, repeated records are skipped.
 */
public final class TailScan {

    private final String source;
    private Tail tail;

    /** @param start what is in front of the records that will be shown */
    public TailScan(String source, Tail start) {
        this.source = source;
        this.tail = start;
    }

    public void accept(long offset, Stamp stamp) {
        if (!stamp.source().equals(source)) {
            return;
        }
        SourcePosition position = stamp.position();
        if (stamp.kind() == Stamp.Kind.CLAIM) {
            if (position.epoch() > tail.epoch()) {
                tail = new Tail(stamp.instance(), position, 0, offset + 1, false);
            }
        } else if (position.isAfter(tail.last())) {
            tail = advance(offset, stamp);
        }
    }

    private Tail advance(long offset, Stamp stamp) {
        boolean next = stamp.position().equals(tail.last().next());
        if (stamp.kind() == Stamp.Kind.END) {
            return next && stamp.parts() == tail.parts()
                    ? new Tail(tail.instance(), stamp.position(), 0, offset + 1, tail.broken())
                    : broken();
        }
        if (!next || stamp.ordinal() > tail.parts()) {
            return broken();
        }
        boolean repeated = stamp.ordinal() < tail.parts();
        return repeated ? tail : with(tail.parts() + stamp.count(), tail.broken());
    }

    private Tail broken() {
        return with(tail.parts(), true);
    }

    private Tail with(long parts, boolean broken) {
        return new Tail(tail.instance(), tail.last(), parts, tail.behind(), broken);
    }

    public Tail tail() {
        return tail;
    }
}
