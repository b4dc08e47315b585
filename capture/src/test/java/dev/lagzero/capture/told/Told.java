package dev.lagzero.capture.told;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * Takes the records of one source in the order of the log, passes on what counts, and notes what breaks a promise: a
 * position or an ordinal that is left out, a transaction that is not whole, a position with two contents.
 */
public final class Told {

    private final Consumer<ChangeEvent> hearer;
    private final List<String> faults = new ArrayList<>();
    private final Map<Place, Long> contents = new HashMap<>();
    private final List<Long> claims = new ArrayList<>();
    private SourcePosition applied = SourcePosition.NONE;
    private long parts;
    private int transactions;

    /** @param ordinal of a part, -1 for the end */
    private record Place(SourcePosition position, long ordinal) {}

    /** @param hearer told of claims, of parts one by one, and of ends, as far as they count */
    public Told(Consumer<ChangeEvent> hearer) {
        this.hearer = hearer;
    }

    public void take(ChangeEvent event) {
        event.each().forEach(this::takeOne);
    }

    private void takeOne(ChangeEvent event) {
        SourcePosition position = event.position();
        switch (event) {
            case ChangeEvent.Claimed claim -> {
                if (claim.epoch() > applied.epoch()) {
                    claims.add(claim.epoch());
                    applied = position;
                    parts = 0;
                    hearer.accept(claim);
                }
            }
            case ChangeEvent.Part part -> {
                same(new Place(position, part.ordinal()), part);
                if (counts(position) && part.ordinal() >= parts) {
                    check(part.ordinal() == parts, "ordinal " + part.ordinal() + " at " + position);
                    parts++;
                    hearer.accept(part);
                }
            }
            case ChangeEvent.Ended end -> {
                same(new Place(position, -1), end);
                if (counts(position)) {
                    check(end.parts() == parts, end.parts() + " parts, " + parts + " came at " + position);
                    applied = position;
                    parts = 0;
                    transactions++;
                    hearer.accept(end);
                }
            }
        }
    }

    private boolean counts(SourcePosition position) {
        boolean counts = position.isAfter(applied) && position.epoch() == applied.epoch();
        check(!counts || position.equals(applied.next()), position + " after " + applied);
        return counts;
    }

    private void same(Place place, ChangeEvent event) {
        CRC32C crc = new CRC32C();
        crc.update(ChangeJson.encode(event));
        Long before = contents.putIfAbsent(place, crc.getValue());
        check(before == null || before == crc.getValue(), place + " has two contents");
    }

    private void check(boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }

    public List<String> faults() {
        return faults;
    }

    /** The epochs that were claimed, in order. */
    public List<Long> claims() {
        return claims;
    }

    /** The last whole transaction. */
    public SourcePosition applied() {
        return applied;
    }

    /** How many whole transactions there were. */
    public int transactions() {
        return transactions;
    }
}
