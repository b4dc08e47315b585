package dev.lagzero.capture.shadow;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.spool.PageSet;
import dev.lagzero.capture.spool.PageSetHeader;
import dev.lagzero.capture.spool.PageSetWriter;
import dev.lagzero.capture.spool.Spool;
import dev.lagzero.schemas.moment.Moment;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The source at every position from the shadow's to the newest spooled one. Thread-safe: one thread adds, while another
 * one merges or folds, and any views.
 */
public final class PageHistory implements AutoCloseable {

    /** So many folded sets are forgotten at once. */
    private static final int AT_ONCE = 250;

    private final StateDirectory directory;
    private final Shadow shadow;
    private final Spool spool;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Condition moved = lock.writeLock().newCondition();
    private Chain sets = new Chain();
    private final Versions versions = new Versions();
    private final PageCache.Share cache;
    private ShadowState state;
    private SourcePosition synced;
    private SourcePosition taken;

    /** Bytes of the sets that nobody took. */
    private long waiting;

    private boolean ended;
    private volatile boolean resting;
    private volatile boolean merging;
    private volatile Runnable news = () -> {};

    private PageHistory(StateDirectory directory, ShadowState state, Spool spool, PageCache cache) {
        this.directory = directory;
        this.cache = cache.share();
        this.state = state;
        this.spool = spool;
        this.shadow = new Shadow(directory.pages(), state.pageSize(), state.pageCount());
        this.taken = state.position();
        spool.sets().forEach(this::enter);
        this.synced = newestLocked();
    }

    /** Goes on with what an earlier run left. */
    public static PageHistory resume(StateDirectory directory, ShadowState state, Spool spool, PageCache cache) {
        // What is there was read back from the disk's cache: a sync makes it as durable as what follows.
        spool.sync();
        return new PageHistory(directory, state, spool, cache);
    }

    /** Begins an epoch: an empty shadow at {@code state}, which is saved before anything old is removed. */
    public static PageHistory begin(StateDirectory directory, ShadowState state, Spool spool, PageCache cache) {
        directory.save(state);
        return early(directory, state, spool, cache);
    }

    /** Begins an epoch that is not claimed yet: nothing is saved before it is {@link #claimed}. */
    public static PageHistory early(StateDirectory directory, ShadowState state, Spool spool, PageCache cache) {
        spool.clear();
        PageHistory history = new PageHistory(directory, state, spool, cache);
        history.shadow.clear();
        return history;
    }

    /** The epoch is claimed, and its place in the log known. */
    public void claimed(ShadowState now) {
        directory.save(now);
        writing(() -> state = now);
    }

    private void enter(PageSet set) {
        sets.add(set);
        versions.add(set);
        waiting += set.sequence() > taken.sequence() ? set.bytes() : 0;
    }

    private <T> T reading(Supplier<T> reading) {
        lock.readLock().lock();
        try {
            return reading.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    private void writing(Runnable change) {
        lock.writeLock().lock();
        try {
            change.run();
            moved.signalAll();
        } finally {
            lock.writeLock().unlock();
        }
    }

    public SourcePosition newest() {
        return reading(this::newestLocked);
    }

    private SourcePosition newestLocked() {
        return sets.isEmpty() ? state.position() : sets.newest().header().through();
    }

    /** Where in the source's own log the newest position is; empty when nowhere. */
    public String newestMark() {
        return reading(
                () -> sets.isEmpty() ? state.mark() : sets.newest().header().mark());
    }

    public ShadowState state() {
        return reading(() -> state);
    }

    /**
     * Takes the set that stands for the transaction after {@code position}, to publish it; empty when there is none yet.
     * What was taken is not merged any more.
     */
    public Optional<PageSet> take(SourcePosition position) {
        lock.writeLock().lock();
        try {
            PageSet found = resting || merging ? null : covering(position.next());
            if (found != null) {
                pass(found.header().through());
            }
            return Optional.ofNullable(found);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** While it rests, there seems to be nothing to {@link #take}. */
    public void rest(boolean now) {
        resting = now;
        if (!now) {
            news.run();
        }
    }

    /** @param listener called, while nothing is locked, when there is something to {@link #take} */
    public void onNews(Runnable listener) {
        news = listener;
        listener.run();
    }

    /** Nothing will be added or synced any more: nobody needs to wait for it. */
    public void end() {
        writing(() -> ended = true);
    }

    private @Nullable PageSet covering(SourcePosition position) {
        PageSet at = sets.find(position.sequence());
        return at == null || position.isAfter(at.header().through()) ? null : at;
    }

    /** Everything up to here may have been published, at least in part. */
    public void taken(SourcePosition position) {
        writing(() -> pass(position));
    }

    private void pass(SourcePosition position) {
        waiting += position.isAfter(taken)
                ? -sets.bytesBetween(taken.sequence(), position.sequence())
                : sets.bytesBetween(position.sequence(), taken.sequence());
        taken = position;
    }

    /**
     * Waits until what was spooled up to a position survives a power loss.
     *
     * @throws CaptureFault when it never will, because the history has ended
     */
    public void awaitSynced(SourcePosition position) throws InterruptedException {
        if (!position.isAfter(synced())) {
            return;
        }
        lock.writeLock().lock();
        try {
            while (position.isAfter(synced)) {
                if (ended) {
                    throw new CaptureFault("following ended before " + position + " was safe on disk");
                }
                moved.await();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Everything up to here survives a power loss. */
    public SourcePosition synced() {
        return reading(() -> synced);
    }

    /** Bytes of all sets that nobody took yet: they can be {@linkplain #merge merged}. */
    public long waitingBytes() {
        return reading(() -> waiting);
    }

    /** The database as of a position that is neither below the shadow's nor above the newest. */
    public View view(SourcePosition position) {
        return reading(() -> {
            PageSet at = sets.find(position.sequence());
            return at == null
                    ? new View(this, position.sequence(), null, shadow.pageSize(), shadow.pageCount())
                    : view(at);
        });
    }

    /** The database as a set leaves it that was {@linkplain #take taken} and is not folded. */
    public View view(PageSet set) {
        return new View(
                this, set.sequence(), set, set.header().pageSize(), set.header().pageCount());
    }

    /** @param newest the set of the sequence; what it holds need not be looked for while it is not folded */
    byte[] read(int page, long sequence, @Nullable PageSet newest) {
        lock.readLock().lock();
        try {
            boolean kept =
                    newest != null && newest.sequence() > state.position().sequence();
            int index = kept ? newest.find(page) : -1;
            PageSet set = index >= 0 ? newest : versions.find(page, sequence);
            long where = set == null ? PageCache.SHADOW : set.sequence();
            byte[] known = cache.get(page, where);
            if (known == null) {
                known = set == null ? shadow.read(page) : set.page(index >= 0 ? index : set.find(page));
                cache.put(page, where, known);
            }
            return known;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Begins the next set. Nobody sees it before it is {@linkplain #add added}. */
    public PageSetWriter begin(SourcePosition position, int pageSize, @Nullable String reason) {
        return spool.begin(position, pageSize, reason);
    }

    public void add(PageSet set) {
        add(List.of(set));
    }

    /**
     * Shows finished sets, all that there are, to readers; they may be decoded, and must not be published before they
     * are {@linkplain #sync synced}.
     */
    public void add(List<PageSet> finished) {
        spool.flush();
        writing(() -> finished.forEach(set -> {
            spool.add(set);
            enter(set);
        }));
        news.run();
    }

    /** Makes everything that was added survive a power loss. It may be done while others add, merge or fold. */
    public void sync() {
        SourcePosition upTo = newest();
        spool.dirty().forEach(Runnable::run);
        writing(() -> synced = upTo.isAfter(synced) ? upTo : synced);
    }

    /**
     * Ends what may be {@linkplain #merge merged}: the newest position; empty while a set is being written, or when
     * nothing would come of it. Called by who adds.
     */
    public Optional<SourcePosition> cut() {
        if (spool.isWriting() || reading(() -> sets.countAbove(taken.sequence()) < 2)) {
            return Optional.empty();
        }
        spool.leaveRoom();
        return Optional.of(newest());
    }

    /**
     * Makes one transaction of all that nobody took yet, up to a cut. Others may be added meanwhile; nothing can be taken:
     * the one and a published part of the many must never both be found after a crash.
     *
     * @return bytes of that one; empty when there was nothing to merge
     */
    public OptionalLong merge(SourcePosition cut) {
        List<PageSet> merged = beginMerge(cut);
        try {
            if (merged.size() < 2) {
                return OptionalLong.empty();
            }
            PageSetHeader first = merged.getFirst().header();
            PageSet whole = spool.gather(first.position(), merged.getLast().header(), NewestPages.of(merged));
            writing(() -> replace(merged, whole));
            spool.dropUnused();
            return OptionalLong.of(whole.bytes());
        } finally {
            merging = false;
            news.run();
        }
    }

    private List<PageSet> beginMerge(SourcePosition cut) {
        lock.writeLock().lock();
        try {
            merging = true;
            return cut.isAfter(taken) ? sets.between(taken.sequence(), cut.sequence()) : List.of();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void replace(List<PageSet> merged, PageSet whole) {
        spool.replace(whole);
        List<PageSet> older = sets.between(0, merged.getFirst().sequence() - 1);
        List<PageSet> newer = sets.between(merged.getLast().sequence(), Long.MAX_VALUE);
        sets = new Chain();
        versions.clear();
        cache.clear();
        waiting = 0;
        older.forEach(this::enter);
        enter(whole);
        newer.forEach(this::enter);
        SourcePosition through = whole.header().through();
        synced = through.isAfter(synced) ? through : synced;
    }

    /**
     * Moves the shadow up to a position whose events are all in the log, in front of {@code offset}. The log must have
     * been flushed: afterwards the events can no longer be made again. Inside a set that covers several positions, it
     * waits for the last of them.
     */
    public void fold(SourcePosition upTo, long offset) {
        List<PageSet> due = reading(() -> sets.between(0, upTo.sequence()));
        if (due.isEmpty() || !due.getLast().header().through().equals(upTo)) {
            return;
        }
        ShadowState begun = state().folding(upTo);
        directory.save(begun);
        shadow.fold(NewestPages.of(due), due.getLast().header());
        shadow.sync();
        ShadowState done = begun.folded(due.getLast().header(), offset);
        directory.save(done);
        Moment.FOLDED.passed();
        writing(() -> state = done);
        // Whoever adds or takes one gets in between: there may be a hundred thousand of them.
        for (int from = 0; from < due.size(); from += AT_ONCE) {
            List<PageSet> some = due.subList(from, Math.min(due.size(), from + AT_ONCE));
            writing(() -> some.forEach(this::forget));
        }
        spool.trim(upTo);
    }

    /** The oldest set goes: what it held is in the shadow. */
    private void forget(PageSet folded) {
        for (int i = 0; i < folded.size(); i++) {
            cache.remove(folded.number(i), PageCache.SHADOW);
        }
        versions.removeOldest(folded);
        sets.removeOldest(folded);
    }

    /** Gives back the room that is kept for what comes next. */
    public void dropSpares() {
        spool.dropSpares();
    }

    /** Gives back descriptors and memory until they are needed again. Called by who adds, while nobody folds. */
    public void release() {
        lock.writeLock().lock();
        try {
            cache.clear();
            spool.release();
            shadow.release();
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void close() {
        writing(() -> {
            cache.clear();
            spool.close();
            shadow.close();
        });
    }
}
