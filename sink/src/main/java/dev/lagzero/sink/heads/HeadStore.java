package dev.lagzero.sink.heads;

import dev.lagzero.schemas.head.Head;
import dev.lagzero.sink.target.TargetException;
import java.util.List;

/** Keeps the newest head of each source where those who measure lag can read it. Used by one thread. */
public interface HeadStore extends AutoCloseable {

    /** Replaces the heads of their sources, one of each, all in one go; not where the kept one is of a later epoch. */
    void save(List<Head> heads) throws TargetException;

    @Override
    void close();
}
