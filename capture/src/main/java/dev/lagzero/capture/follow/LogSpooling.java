package dev.lagzero.capture.follow;

import dev.lagzero.capture.file.LogPages;
import dev.lagzero.capture.file.WalTail;
import dev.lagzero.capture.shadow.PageHistory;
import dev.lagzero.capture.spool.PageSet;
import dev.lagzero.capture.spool.PageSetWriter;
import dev.lagzero.schemas.moment.Moment;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.ArrayList;
import java.util.List;

/** Makes one page set of each transaction in the log; they come into the history many at a time. */
final class LogSpooling implements WalTail.Commits {

    /** Bytes of pages after which nobody is kept waiting for more; with what surrounds them it is one write. */
    private static final long MOST = 768 << 10;

    private final PageHistory history;
    private final Runnable shown;
    private final List<PageSet> finished = new ArrayList<>();
    private long bytes;
    private boolean came;

    /** @param shown called when there is something new that is not synced yet */
    LogSpooling(PageHistory history, Runnable shown) {
        this.history = history;
        this.shown = shown;
    }

    @Override
    public void commit(LogPages log) {
        SourcePosition newest = finished.isEmpty()
                ? history.newest()
                : finished.getLast().header().position();
        PageSet set;
        try (PageSetWriter writer = history.begin(newest.next(), log.pageSize(), null)) {
            log.each(writer::page);
            set = writer.finish(log.databasePages(), log.mark(), System.currentTimeMillis());
        }
        finished.add(set);
        came = true;
        bytes += set.bytes();
        Moment.WAL_CONSUMED.passed();
        if (bytes > MOST) {
            add();
        }
    }

    /**
     * Shows what there is to those who decode it. To be called when no more comes for the moment, whatever happened.
     *
     * @return whether anything came since the last time
     */
    boolean show() {
        boolean any = came;
        came = false;
        add();
        return any;
    }

    private void add() {
        if (!finished.isEmpty()) {
            history.add(List.copyOf(finished));
            finished.clear();
            bytes = 0;
            shown.run();
        }
    }
}
