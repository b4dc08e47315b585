package dev.lagzero.sink.target;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.RowEvent;
import java.util.List;
import java.util.Map;

/**
 * Where rows are applied. Everything about progress is kept in the target itself, in the same transaction as the rows:
 * one worker per partition holds a {@link Tenure}, and every later tenure fences the earlier ones.
 */
public interface Target extends AutoCloseable {

    /** Raises the fencing token of the partition, then reads what has been applied. */
    Tenure takeOver(Partition partition) throws TargetException;

    /** Tells those who read the target alone what somebody must do, until something is applied again. */
    default void block(Partition partition, String reason) throws TargetException {
        // Who reads it has other ways to know.
    }

    @Override
    void close();

    /** @param topicId Kafka's id of the topic: offsets of a topic that was deleted and made again mean nothing */
    record Partition(String topic, String topicId, int number) {}

    /**
     * @param position the last transaction that is applied; sequence 0 of an epoch whose snapshot has not been applied
     * @param claimedEpoch the highest epoch that was claimed: records of lower epochs are no longer valid
     */
    record Applied(SourcePosition position, long claimedEpoch) {
        public static final Applied NOTHING = new Applied(SourcePosition.NONE, 0);
    }

    /** A whole transaction that fits in memory; parts are complete and in the order of their ordinals. */
    record SourceTransaction(List<RowEvent.Part> parts, RowEvent.Ended ended) {
        public SourceTransaction {
            parts = List.copyOf(parts);
        }
    }

    /**
     * What becomes visible at once: transactions, each the successor of the one before it of its source.
     *
     * @param claims epochs claimed since, by source
     * @param nextOffset where to read on after a restart: the first record of the oldest incomplete transaction
     */
    record Batch(List<SourceTransaction> transactions, Map<String, Long> claims, long nextOffset) {}

    /** The right to write on behalf of one partition, until someone else takes over. Used by one thread. */
    interface Tenure extends AutoCloseable {

        /** Where to read on, or -1 when nothing is known about this topic. */
        long nextOffset();

        /** By source. A source that is missing has {@link Applied#NOTHING}. */
        Map<String, Applied> applied();

        /**
         * Throws when the target no longer holds what was committed to it. Says nothing of another worker who has taken over:
         * with nothing to write that is for the group to tell, and who was replaced must not come back before it does.
         */
        void look() throws TargetException;

        /** Applies the batch in one transaction, all or nothing. */
        void apply(Batch batch) throws TargetException;

        /** Puts the batch behind those that were given their turns before; it is applied when that is told to happen. */
        default Turn turn(Batch batch) {
            return () -> apply(batch);
        }

        /**
         * Begins, or goes on with, a transaction that is too large to hold. It is invisible until
         * {@link LargeTransaction#complete}.
         */
        LargeTransaction openLarge(String source, SourcePosition position, boolean snapshot) throws TargetException;

        @Override
        void close();
    }

    /** One batch among those that are applied one after the other, in the order in which they were given their turns. */
    @FunctionalInterface
    interface Turn {

        /**
         * Does what can be done while those before are being applied by another thread. Nothing of it shows, and what
         * cannot be done yet is left for {@link #apply}.
         */
        default void ahead() {
            // There is nothing that one must do so early.
        }

        /** Applies the batch in one transaction, all or nothing, when all those before are applied. */
        void apply() throws TargetException;

        /** Takes back what was done ahead and is not applied. It can still be applied. */
        default void takeBack() {
            // Nothing was done ahead.
        }
    }

    /** A transaction written as it arrives. A snapshot survives a restart, anything else begins anew. */
    interface LargeTransaction extends AutoCloseable {

        /** Parts with lower ordinals are already there and may be left out. */
        long nextOrdinal();

        /** @param offset where this part stands in its partition */
        void write(RowEvent.Part part, long offset) throws TargetException;

        /** Makes everything visible together with the watermark. */
        void complete(RowEvent.Ended ended, long nextOffset) throws TargetException;

        /** Lets go; what was not completed is not visible, now or later. */
        @Override
        void close();
    }
}
