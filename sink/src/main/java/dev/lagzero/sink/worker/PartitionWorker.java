package dev.lagzero.sink.worker;

import dev.lagzero.schemas.avro.RowAvro;
import dev.lagzero.schemas.json.MalformedRecord;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.topic.MappedAt;
import dev.lagzero.sink.gather.Gatherer;
import dev.lagzero.sink.gather.Hole;
import dev.lagzero.sink.retry.Backoff;
import dev.lagzero.sink.target.Arrivals;
import dev.lagzero.sink.target.Target;
import dev.lagzero.sink.target.TargetException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One assigned partition: out of tenure at first and after every trouble, in tenure while all goes well.
 *
 * <pre>
 *            takeOver             take fails, again
 *   waiting ──────────▶ in tenure ──────────────────▶ waiting (until a pause has passed)
 * </pre>
 */
final class PartitionWorker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionWorker.class);

    /** A target that lost something while nothing happens would otherwise not be noticed. */
    private static final Duration LOOK_EACH = Duration.ofSeconds(1);

    private final TopicPartition partition;
    private final Target target;
    private final Arrivals arrivals;
    private final Limits limits;
    private final StateBoard board;
    private final Backoff backoff;
    private final Clock clock;
    private final ExecutorService beside;
    /** Null while out of tenure. */
    private Applier applier;

    /** Null before the first try to take it over. */
    private Target.Partition place;

    /** Null while all goes well. */
    private Instant troubleSince;

    private Instant due;
    private Instant lookAt;
    private List<Hole> looked = List.of();

    PartitionWorker(TopicPartition partition, WorkerConfig config, StateBoard board, Backoff backoff, Clock clock) {
        this.partition = partition;
        this.target = config.target();
        this.arrivals = config.arrivals();
        this.limits = config.limits();
        this.board = board;
        this.backoff = backoff;
        this.clock = clock;
        this.due = clock.instant();
        this.lookAt = due;
        this.beside = Executors.newFixedThreadPool(
                GroupCommit.MOST_AT_WORK,
                Thread.ofPlatform()
                        .name("lagzero-apply-" + partition.partition())
                        .daemon()
                        .factory());
        board.show(partition.partition(), new PartitionState.Starting());
    }

    /** How long until it should be taken over; empty while in tenure. */
    Optional<Duration> untilTakeOver() {
        if (applier != null) {
            return Optional.empty();
        }
        Duration left = Duration.between(clock.instant(), due);
        return Optional.of(left.isNegative() ? Duration.ZERO : left);
    }

    /**
     * Takes over from whoever held the partition.
     *
     * @param log the topic as it is now
     * @return where to read on; empty when it did not work out, and is to be tried again later
     * @throws SinkException when records that are needed are gone
     */
    OptionalLong takeOver(LogExtent log) throws TargetException {
        try {
            place = new Target.Partition(partition.topic(), log.topicId(), partition.partition());
            var tenure = target.takeOver(place);
            long wanted = tenure.nextOffset();
            if (wanted >= 0 && wanted < log.beginning()) {
                tenure.close();
                throw trimmed(wanted, log);
            }
            // The log may have lost its tail: positions will tell whether anything is missing that was not applied.
            long start = wanted < 0 ? log.beginning() : Math.min(wanted, log.end());
            applier = new Applier(tenure, new Gatherer.Start(start, wanted >= 0), limits, beside);
            if (start >= log.end()) {
                running();
            }
            return OptionalLong.of(start);
        } catch (TargetException failure) {
            postpone(failure);
            return OptionalLong.empty();
        }
    }

    private SinkException trimmed(long wanted, LogExtent log) {
        return new SinkException(partition + " begins at offset " + log.beginning() + ", but offset " + wanted
                + " and on have not been applied: somebody trimmed the topic too far. Delete topic "
                + partition.topic() + " and start the stream again, so that its rows are derived again.");
    }

    /**
     * Takes what was read; it is applied meanwhile.
     *
     * @param reached everything below this offset has been read
     */
    void take(List<ConsumerRecord<byte[], byte[]>> records, long reached) throws TargetException {
        try {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                RowEvent event = decode(record);
                if (event instanceof RowEvent.Ended ended) {
                    tell(ended, record);
                }
                applier.take(record.offset(), event);
            }
            applier.drained(reached);
            if (!looked.containsAll(applier.holes())) {
                applier.settle();
                lookAgain();
            }
        } catch (TargetException failure) {
            postpone(failure);
        }
    }

    /** Shows how it goes. False when the partition is out of tenure, and is not to be read until it is taken over again. */
    boolean look() throws TargetException {
        if (applier == null) {
            return false;
        }
        try {
            applier.check();
            if (!clock.instant().isBefore(lookAt)) {
                applier.look();
                lookAt = clock.instant().plus(LOOK_EACH);
            }
        } catch (TargetException failure) {
            postpone(failure);
            return false;
        }
        // What goes wrong again and again must not look well in between, nor be tried ever faster.
        if (troubleSince == null ? applier.hasTaken() : applier.hasProved()) {
            backoff.reset();
            running();
        }
        return true;
    }

    private void tell(RowEvent.Ended ended, ConsumerRecord<byte[], byte[]> record) {
        Header mapped = record.headers().lastHeader(MappedAt.HEADER);
        arrivals.arrived(ended, record.timestamp(), MappedAt.decode(mapped == null ? null : mapped.value()));
    }

    /** A hole may be due to a topic that was deleted and made again while we read it; taking over finds that out. */
    private void lookAgain() {
        looked = applier.holes();
        leave();
        due = clock.instant();
    }

    private RowEvent decode(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            throw unreadable(record, new MalformedRecord("it has no value"));
        }
        try {
            return RowAvro.decode(record.value());
        } catch (MalformedRecord e) {
            throw unreadable(record, e);
        }
    }

    private SinkException unreadable(ConsumerRecord<byte[], byte[]> record, MalformedRecord cause) {
        return new SinkException(
                "the record at offset " + record.offset() + " of " + partition + " cannot be read: "
                        + cause.getMessage()
                        + ". Nothing is skipped; use the version that wrote it, or a new projection.",
                cause);
    }

    private void running() {
        troubleSince = null;
        board.show(partition.partition(), new PartitionState.Running(applier.holes()));
    }

    private void postpone(TargetException failure) throws TargetException {
        leave();
        switch (failure) {
            case TargetException.Unavailable unavailable -> postpone(unavailable.getMessage());
            case TargetException.WentBack back -> {
                LOG.warn("event=target-went-back note=\"{}\"", back.getMessage());
                postpone(back.getMessage());
            }
            case TargetException.Blocked blocked -> {
                pause();
                board.show(partition.partition(), new PartitionState.Blocked(blocked.getMessage(), troubleSince, due));
                tellTarget(blocked.getMessage());
            }
            case TargetException.Fenced fenced -> throw fenced;
            case TargetException.Refused refused -> throw refused;
        }
    }

    /** What is in the way may be in the way of this, too: it is shown here in any case. */
    private void tellTarget(String reason) {
        try {
            target.block(place, reason);
        } catch (TargetException e) {
            LOG.warn("event=block-untold note=\"{}\"", e.getMessage());
        }
    }

    /** Gives the tenure up and waits a while before the next one. */
    void postpone(String cause) {
        leave();
        pause();
        board.show(partition.partition(), new PartitionState.Waiting(cause, troubleSince, due));
    }

    private void pause() {
        Instant now = clock.instant();
        if (troubleSince == null) {
            troubleSince = now;
        }
        due = now.plus(backoff.pause());
    }

    /** Where a reader without memory would have to go on; -1 when that is not known. */
    long appliedOffset() {
        return applier == null ? -1 : applier.appliedOffset();
    }

    /** Begins nothing more; returns when nothing is being applied. */
    void stop() {
        if (applier != null) {
            applier.stop();
        }
    }

    private void leave() {
        if (applier != null) {
            applier.close();
            applier = null;
        }
    }

    @Override
    public void close() {
        leave();
        beside.shutdown();
    }
}
