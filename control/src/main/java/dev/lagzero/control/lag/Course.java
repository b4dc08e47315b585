package dev.lagzero.control.lag;

import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One source over time: from look to look, how far its target is behind and whether anything moves. Used by one thread at
 * a time; the clock of the looks is monotonic and has nothing to do with the source's.
 */
final class Course {

    /** For so long nothing may move before what is behind is stalled. */
    static final long PATIENCE_MILLIS = 10_000;
    /** The first copy reads the whole source before anything can be seen to move. */
    static final long COPY_PATIENCE_MILLIS = 60_000;

    private final Timeline timeline = new Timeline();
    private final Trend trend = new Trend();
    private Signature seen = Signature.NONE;
    private long movedMillis = Long.MIN_VALUE;
    private long uncertainSince = -1;

    /** What moves when anything does. */
    private record Signature(
            SourcePosition published, SourcePosition mapped, Standing standing, OptionalLong left, long copied) {
        private static final Signature NONE = new Signature(
                SourcePosition.NONE, SourcePosition.NONE, Standing.NOTHING, OptionalLong.empty(), Long.MIN_VALUE);
    }

    /**
     * @param lag what was seen, its state by {@link LagRule}
     * @param copied how much of a first copy capture has read, in any unit
     * @param nowMillis of the monotonic clock
     */
    SourceLag follow(SourceLag lag, Underway underway, long copied, long nowMillis) {
        Optional<Head> head = lag.head();
        head.ifPresent(known -> timeline.observe(known.head(), known.observedMillis()));
        move(lag, underway, copied, nowMillis);
        if (head.isEmpty() || lag.state() instanceof LagState.Unknown) {
            uncertainSince = -1;
            trend.reset();
            return lag;
        }
        Distance distance = distance(head.get(), lag.standing(), underway);
        timeline.forget(lag.standing().applied());
        trend.add(nowMillis, distance.total().transactions());
        return new SourceLag(
                lag.source(),
                stalled(lag, distance, nowMillis),
                head,
                lag.standing(),
                Optional.of(new Progress(
                        distance, mapped(head.get(), lag.standing().applied(), underway), trend.perSecond())));
    }

    private void move(SourceLag lag, Underway underway, long copied, long nowMillis) {
        SourcePosition published = lag.head().map(Head::published).orElse(SourcePosition.NONE);
        Standing of = lag.standing();
        Standing counted = new Standing(
                of.applied(),
                of.parked(),
                null,
                null,
                new Standing.Motion(-1, of.motion().loaded(), -1));
        Signature now = new Signature(published, underway.mapped(), counted, underway.unapplied(), copied);
        boolean wasBehind = lag.state() instanceof LagState.Behind;
        if (!now.equals(seen) || !wasBehind || movedMillis == Long.MIN_VALUE) {
            long still = seen.equals(Signature.NONE) ? Math.max(0, of.motion().stillMillis()) : 0;
            seen = now;
            movedMillis = nowMillis - still;
        }
    }

    private LagState stalled(SourceLag lag, Distance distance, long nowMillis) {
        if (!(lag.state() instanceof LagState.Behind behind)) {
            return lag.state();
        }
        long still = Math.min(nowMillis - movedMillis, distance.total().millis());
        long patience = behind.head().sequence() == 0 ? COPY_PATIENCE_MILLIS : PATIENCE_MILLIS;
        return still < patience
                ? behind
                : new LagState.Stalled(behind.applied(), behind.head(), still, behind.asOfMillis());
    }

    private Distance distance(Head head, Standing standing, Underway underway) {
        SourcePosition applied = standing.applied();
        SourcePosition mapped = mapped(head, applied, underway);
        SourcePosition published = later(mapped, head.published());
        uncertainSince = head.current() ? -1 : uncertainSince < 0 ? head.observedMillis() : uncertainSince;
        if (applied.equals(head.head()) && head.current() && head.head().sequence() > 0) {
            return Distance.ZERO;
        }
        if (head.head().sequence() == 0) {
            long millis = waited(head, applied, standing.motion().committedMillis());
            return new Distance(
                    new Distance.Part(1, OptionalLong.empty(), millis), Distance.Part.ZERO, Distance.Part.ZERO);
        }
        long committed = standing.motion().committedMillis();
        long atCapture = waited(head, published, committed);
        long atStream = Math.max(atCapture, waited(head, mapped, committed));
        long atSink = Math.max(atStream, waited(head, applied, committed));
        long unpublished = between(published, head.head(), head) + (head.current() ? 0 : 1);
        long unmapped = between(mapped, published, head);
        long unapplied = between(applied, mapped, head);
        return new Distance(
                new Distance.Part(unpublished, unpublished == 0 ? OptionalLong.of(0) : OptionalLong.empty(), atCapture),
                new Distance.Part(unmapped, rows(unmapped, underway.unmapped()), atStream - atCapture),
                new Distance.Part(unapplied, rows(unapplied, underway.unapplied()), atSink - atStream));
    }

    /** What is applied was mapped, and nothing is that was not published: looks at each of them are of different moments. */
    private static SourcePosition mapped(Head head, SourcePosition applied, Underway underway) {
        return later(applied, earlier(underway.mapped(), head.published()));
    }

    /** Each transaction has one record that is no row. */
    private static OptionalLong rows(long transactions, OptionalLong records) {
        if (transactions == 0) {
            return OptionalLong.of(0);
        }
        return records.isEmpty() ? records : OptionalLong.of(Math.max(0, records.getAsLong() - transactions));
    }

    /** For how long the first transaction after a position has been waiting; 0 when there is none, and only then. */
    private long waited(Head head, SourcePosition position, long committedMillis) {
        if (!head.head().isAfter(position)) {
            return uncertainSince < 0 ? 0 : Math.max(1, head.observedMillis() - uncertainSince);
        }
        long seenAt = timeline.firstAfter(position).orElse(head.observedMillis());
        // It was committed before anybody looked: not earlier than the transaction before it.
        boolean bounded = !timeline.reaches(position) && committedMillis >= 0;
        long since = bounded ? Math.min(committedMillis, seenAt) : seenAt;
        return Math.max(1, head.observedMillis() - since);
    }

    /** Sequences are dense; those of earlier epochs are void once a later one begins. */
    private static long between(SourcePosition from, SourcePosition to, Head head) {
        return sequence(to, head) - sequence(from, head);
    }

    private static long sequence(SourcePosition position, Head head) {
        return position.epoch() == head.head().epoch() ? position.sequence() : 0;
    }

    private static SourcePosition later(SourcePosition one, SourcePosition other) {
        return one.isAfter(other) ? one : other;
    }

    private static SourcePosition earlier(SourcePosition one, SourcePosition other) {
        return one.isAfter(other) ? other : one;
    }
}
