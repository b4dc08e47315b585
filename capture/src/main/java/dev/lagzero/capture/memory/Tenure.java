package dev.lagzero.capture.memory;

import dev.lagzero.capture.publish.Claims;
import dev.lagzero.capture.publish.Partitions;
import dev.lagzero.capture.publish.Resume;
import dev.lagzero.capture.publish.Tail;
import dev.lagzero.capture.session.Wires;
import dev.lagzero.schemas.position.SourcePosition;

/** Takes a new epoch for a store. */
final class Tenure {

    private Tenure() {}

    /** What is known of the log when the claim stands in it. */
    static Partitions.Found claim(
            Wires wires, String source, Partitions.Found at, Beginning.Claim claim, String instance)
            throws InterruptedException {
        Resume.Claim wanted = new Resume.Claim(claim.epoch(), claim.reason());
        Claims.Claimed claimed =
                wires.claims().claim(new Claims.Wanted(source, at.partition(), wanted, instance, at.scanned()));
        long behind = claimed.offset() + 1;
        Tail tail = new Tail(instance, new SourcePosition(claimed.epoch(), 0), 0, behind, false);
        return new Partitions.Found(at.partition(), tail, behind);
    }
}
