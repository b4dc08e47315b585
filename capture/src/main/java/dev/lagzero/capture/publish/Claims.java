package dev.lagzero.capture.publish;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.json.Stamp;
import dev.lagzero.schemas.moment.Moment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/**
 * Takes epochs: appends a claim and believes it only when it reads it back with no rival in front. Sources that claim at
 * once are served together: one flush, one sync and one look back for all of a partition.
 */
public final class Claims {

    private static final int ATTEMPTS = 8;

    private final ChangeLog log;
    private final IntConsumer sync;
    private final Together<Wanted, Claimed> together;

    /** @param sync makes what is acknowledged in a partition survive a power loss */
    public Claims(ChangeLog log, IntConsumer sync) {
        this.log = log;
        this.sync = sync;
        this.together = new Together<>("log-claims", this::claimAll);
    }

    /**
     * A source that is to be claimed.
     *
     * @param claim above every epoch of the source in front of {@code scanned}
     * @param scanned the partition was read up to here
     */
    public record Wanted(String source, int partition, Resume.Claim claim, String instance, long scanned) {}

    /** @param offset of the claim in the log */
    public record Claimed(long epoch, long offset) {}

    /** Returns when the claim stands in the log and nobody else's stands between it and what was wanted. */
    public Claimed claim(Wanted wanted) throws InterruptedException {
        return together.ask(wanted);
    }

    private void claimAll(List<Together.Asked<Wanted, Claimed>> asked) throws InterruptedException {
        List<Claimant> open = new ArrayList<>();
        asked.forEach(each -> open.add(new Claimant(each.question(), each.answer())));
        for (int attempt = 0; attempt < ATTEMPTS && !open.isEmpty(); attempt++) {
            appendAll(open);
            Map<Integer, List<Claimant>> partitions = open.stream()
                    .collect(Collectors.groupingBy(each -> each.wanted.partition(), TreeMap::new, Collectors.toList()));
            partitions.keySet().forEach(sync::accept);
            partitions.forEach(this::readBack);
            open.removeIf(Claimant::isSettled);
        }
        open.forEach(each -> each.answer.completeExceptionally(new CaptureFault(
                "source " + each.wanted.source() + ": other captures keep claiming it in the same topic. Run one"
                        + " capture of a source only, or name the sources differently.")));
    }

    private void appendAll(List<Claimant> open) throws InterruptedException {
        for (Claimant each : open) {
            each.append(log);
        }
        log.flush();
        open.removeIf(each -> !each.isAppended());
        open.forEach(each -> Moment.CLAIM_APPENDED.passed());
    }

    private void readBack(int partition, Collection<Claimant> claimants) {
        Map<String, List<Claimant>> bySource =
                claimants.stream().collect(Collectors.groupingBy(each -> each.wanted.source()));
        long from = claimants.stream().mapToLong(each -> each.from).min().orElseThrow();
        long last = claimants.stream().mapToLong(each -> each.offset).max().orElseThrow();
        log.read(partition, from, last + 1, entry -> {
            Stamp stamp = Stamps.of(entry);
            if (stamp.kind() == Stamp.Kind.CLAIM) {
                bySource.getOrDefault(stamp.source(), List.of()).forEach(each -> each.see(entry.offset(), stamp));
            }
        });
    }

    /** One source on its way to an epoch. */
    private static final class Claimant {
        private final Wanted wanted;
        private final CompletableFuture<Claimed> answer;
        private CompletableFuture<Long> appended = new CompletableFuture<>();
        private long epoch;
        private long from;
        private long offset;
        private long rival;
        private boolean found;

        Claimant(Wanted wanted, CompletableFuture<Claimed> answer) {
            this.wanted = wanted;
            this.answer = answer;
            this.epoch = wanted.claim().epoch();
            this.from = wanted.scanned();
        }

        void append(ChangeLog log) throws InterruptedException {
            ChangeEvent claim = new ChangeEvent.Claimed(
                    wanted.source(), epoch, wanted.instance(), wanted.claim().reason(), System.currentTimeMillis());
            CompletableFuture<Long> standing = new CompletableFuture<>();
            log.append(wanted.partition(), ChangeJson.key(claim), ChangeJson.encode(claim), (at, failure) -> {
                if (failure == null) {
                    standing.complete(at);
                } else {
                    standing.completeExceptionally(failure);
                }
            });
            appended = standing;
            rival = 0;
            found = false;
        }

        /** The log was flushed: a claim that is not in it now was refused. */
        boolean isAppended() {
            try {
                offset = appended.join();
                return true;
            } catch (CompletionException e) {
                answer.completeExceptionally(new CaptureFault(
                        "source " + wanted.source() + ": its claim could not be appended to the changes topic: "
                                + e.getCause().getMessage() + ". Check Kafka and its permissions.",
                        e.getCause()));
                return false;
            }
        }

        /** A claim of the source stands at an offset. */
        void see(long at, Stamp stamp) {
            boolean own = stamp.instance().equals(wanted.instance());
            found |= own && at == offset;
            if (!own && at >= from && at < offset) {
                rival = Math.max(rival, stamp.position().epoch());
            }
        }

        /** Whether it is over; else the next attempt is prepared. */
        boolean isSettled() {
            if (!found) {
                return answer.completeExceptionally(new CaptureFault("source " + wanted.source()
                        + ": its claim cannot be read back from the changes topic at offset " + offset
                        + ". Check whether the topic was deleted or loses records."));
            }
            if (rival < epoch) {
                return answer.complete(new Claimed(epoch, offset));
            }
            epoch = rival + 1;
            from = offset + 1;
            return false;
        }
    }
}
