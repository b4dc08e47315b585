package dev.lagzero.capture.session;

import dev.lagzero.capture.file.Directories;
import dev.lagzero.capture.follow.Rounds;
import dev.lagzero.capture.shadow.PageCache;
import java.util.concurrent.atomic.AtomicInteger;

/** What the sessions of a process share and what needs no log: threads, and pages that were read lately. */
public final class Ground implements AutoCloseable {

    /** What they hold takes memory, and decoding takes a core each. */
    private static final int PREPARED = 2;

    private final Rounds rounds = new Rounds();
    private final Directories directories = new Directories();
    private final AtomicInteger preparing = new AtomicInteger();
    private final PageCache pages = new PageCache();

    /** Whether one more source may hold records in memory that nobody asked for. */
    boolean mayPrepare() {
        return preparing.incrementAndGet() <= PREPARED;
    }

    Rounds rounds() {
        return rounds;
    }

    /** Where sources lie. */
    Directories directories() {
        return directories;
    }

    PageCache pages() {
        return pages;
    }

    /** What is followed is to be closed before. Closing it again does nothing. */
    @Override
    public void close() {
        rounds.close();
    }
}
