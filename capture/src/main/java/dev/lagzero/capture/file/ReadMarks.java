package dev.lagzero.capture.file;

/**
 * Two read transactions on a log, of which one is always open: nothing behind it can be overwritten. The order is
 * everything: open the next, take over what is committed, and only then end the one before.
 */
final class ReadMarks implements AutoCloseable {

    private final SqliteSession first;
    private final SqliteSession second;
    private boolean firstHolds;
    private boolean held;

    ReadMarks(SqliteSession first, SqliteSession second) {
        this.first = first;
        this.second = second;
    }

    /** Takes over what is committed. */
    @FunctionalInterface
    interface Consuming {
        void consume() throws GapException;
    }

    /** Takes the first mark; returns false when there is one. */
    boolean hold() {
        if (held) {
            return false;
        }
        holder(true).begin();
        held = true;
        return true;
    }

    private SqliteSession holder(boolean current) {
        return firstHolds == current ? first : second;
    }

    /** Moves the mark, if what lies in front of its new place can be taken over. */
    void move(Consuming reading) throws GapException {
        holder(false).begin();
        try {
            reading.consume();
        } catch (GapException | RuntimeException e) {
            holder(false).end();
            throw e;
        }
        pass();
    }

    /** Moves the mark without taking anything over. */
    void skip() {
        hold();
        holder(false).begin();
        pass();
    }

    private void pass() {
        holder(true).end();
        firstHolds = !firstHolds;
    }

    /** Returns whether there was a mark. */
    boolean release() {
        boolean any = held;
        if (held) {
            held = false;
            holder(true).end();
        }
        return any;
    }

    /** Keeps the connection that has the mark, and no other. */
    void ease() {
        if (held) {
            holder(false).close();
        }
    }

    @Override
    public void close() {
        held = false;
        first.close();
        second.close();
    }
}
