package dev.lagzero.control.lag;

import dev.lagzero.schemas.position.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * When a source was first seen at which position, by the source's own clock. It answers for how long something has been
 * waiting without comparing two machines' clocks. It forgets what is applied and, when it is full, becomes coarser: then it
 * says rather too long than too short. Used by one thread at a time.
 */
final class Timeline {

    private static final int MOST = 1_024;

    private record Mark(SourcePosition position, long millis) {}

    private final List<Mark> marks = new ArrayList<>();

    void observe(SourcePosition head, long millis) {
        if (marks.isEmpty() || head.isAfter(marks.getLast().position())) {
            marks.add(new Mark(head, millis));
            if (marks.size() > MOST) {
                thin();
            }
        }
    }

    /** Of two neighbours one stays: the position of the later and the time of the earlier. */
    private void thin() {
        List<Mark> thinner = new ArrayList<>();
        for (int i = 0; i + 1 < marks.size(); i += 2) {
            thinner.add(new Mark(marks.get(i + 1).position(), marks.get(i).millis()));
        }
        if (marks.size() % 2 == 1) {
            thinner.add(marks.getLast());
        }
        marks.clear();
        marks.addAll(thinner);
    }

    /** When the first transaction after a position was seen; empty when none was. */
    OptionalLong firstAfter(SourcePosition position) {
        for (Mark mark : marks) {
            if (mark.position().isAfter(position)) {
                return OptionalLong.of(mark.millis());
            }
        }
        return OptionalLong.empty();
    }

    /** Whether the source was seen at this position, or an earlier one, before anything later was. */
    boolean reaches(SourcePosition position) {
        return !marks.isEmpty() && !marks.getFirst().position().isAfter(position);
    }

    /** Forgets what came before the last mark that is not after the position. */
    void forget(SourcePosition applied) {
        int last = -1;
        while (last + 1 < marks.size() && !marks.get(last + 1).position().isAfter(applied)) {
            last++;
        }
        if (last > 0) {
            marks.subList(0, last).clear();
        }
    }
}
