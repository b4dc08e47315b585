package dev.lagzero.capture.diff;

import dev.lagzero.schemas.change.ChangeEvent;
import java.util.Iterator;

/** The changes of one transaction, made while they are asked for. Used by one thread; closing frees what it holds. */
public interface Changes extends Iterator<ChangeEvent.Part>, AutoCloseable {

    /** Rows counted so far in the tables that are copied whole, for a progress bar; -1 while nothing is counted. */
    long rowsExpected();

    @Override
    void close();
}
