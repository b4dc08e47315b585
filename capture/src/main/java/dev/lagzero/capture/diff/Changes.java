package dev.lagzero.capture.diff;

import dev.lagzero.schemas.change.ChangeEvent;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The changes of one transaction, made while they are asked for. Used by one thread; closing frees what it holds. */
public interface Changes extends Iterator<ChangeEvent.Part>, AutoCloseable {

    /** A transaction that changes nothing. */
    Changes NONE = new Changes() {
        @Override
        public boolean hasNext() {
            return false;
        }

        @Override
        public ChangeEvent.Part next() {
            throw new NoSuchElementException("the transaction changes nothing");
        }

        @Override
        public long rowsExpected() {
            return -1;
        }

        @Override
        public void close() {}
    };

    /**
     * Rows of the tables that are copied whole, for a progress bar: an estimate that becomes exact table by table; -1
     * when there is no such table.
     */
    long rowsExpected();

    @Override
    void close();
}
