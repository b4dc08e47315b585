package dev.lagzero.capture.publish;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.json.Stamp;
import dev.lagzero.schemas.moment.Moment;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Takes an epoch: appends a claim and believes it only when it reads it back with no rival in front. */
public final class Claims {

    private static final int ATTEMPTS = 8;

    private final ChangeLog log;
    private final int partition;
    private final String source;
    private final Runnable sync;

    /** @param sync makes acknowledged records survive a power loss */
    public Claims(ChangeLog log, int partition, String source, Runnable sync) {
        this.log = log;
        this.partition = partition;
        this.source = source;
        this.sync = sync;
    }

    /** @param offset of the claim in the log */
    public record Claimed(long epoch, long offset) {}

    /** @param scanned the log was read up to here, and {@code wanted} is above every epoch in front of it */
    public Claimed claim(Resume.Claim wanted, String instance, long scanned) throws InterruptedException {
        long epoch = wanted.epoch();
        long from = scanned;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long offset = append(
                    new ChangeEvent.Claimed(source, epoch, instance, wanted.reason(), System.currentTimeMillis()));
            Moment.CLAIM_APPENDED.passed();
            sync.run();
            long rival = highestBefore(from, offset, instance);
            if (rival < epoch) {
                return new Claimed(epoch, offset);
            }
            epoch = rival + 1;
            from = offset + 1;
        }
        throw new CaptureFault(
                "source " + source + ": other captures keep claiming it in the same topic. Run one capture"
                        + " of a source only, or name the sources differently.");
    }

    private long append(ChangeEvent claim) throws InterruptedException {
        CompletableFuture<Long> appended = new CompletableFuture<>();
        log.append(partition, ChangeJson.key(claim), ChangeJson.encode(claim), (offset, failure) -> {
            if (failure == null) {
                appended.complete(offset);
            } else {
                appended.completeExceptionally(failure);
            }
        });
        log.flush();
        try {
            return appended.get();
        } catch (ExecutionException e) {
            throw new CaptureFault(
                    "source " + source + ": its claim could not be appended to the changes topic: "
                            + e.getCause().getMessage() + ". Check Kafka and its permissions.",
                    e.getCause());
        }
    }

    /** The highest epoch that another capture claimed up to our claim, which must be there. */
    private long highestBefore(long from, long own, String instance) {
        long[] highest = {0};
        boolean[] found = {false};
        log.read(partition, from, own + 1, entry -> {
            Stamp stamp = Stamps.of(entry);
            if (stamp.kind() == Stamp.Kind.CLAIM && stamp.source().equals(source)) {
                found[0] |= entry.offset() == own && stamp.instance().equals(instance);
                if (!stamp.instance().equals(instance)) {
                    highest[0] = Math.max(highest[0], stamp.position().epoch());
                }
            }
        });
        if (!found[0]) {
            throw new CaptureFault(
                    "source " + source + ": its claim cannot be read back from the changes topic at offset " + own
                            + ". Check whether the topic was deleted or loses records.");
        }
        return highest[0];
    }
}
