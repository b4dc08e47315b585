package dev.lagzero.sink.heads;

import dev.lagzero.schemas.head.Head;
import dev.lagzero.sink.target.TargetException;

/** Keeps the newest head of each source where those who measure lag can read it. Used by one thread. */
public interface HeadStore extends AutoCloseable {

    /** Replaces the source's head, unless the kept one belongs to a later epoch. */
    void save(Head head) throws TargetException;

    @Override
    void close();
}
