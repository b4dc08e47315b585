package dev.lagzero.capture.publish;

import dev.lagzero.schemas.position.SourcePosition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a capture goes on, given what the log and the data directory hold. */
public sealed interface Resume {

    /**
     * The epoch goes on: the transactions after {@code last} come from the spool, the first {@code skip} parts of the
     * next one are in the log already.
     */
    record Continue(SourcePosition last, long skip) implements Resume {}

    /** Nothing proves that the epoch goes on: a new one begins. */
    record Claim(long epoch, String reason) implements Resume {}

    /**
     * What the data directory holds.
     *
     * @param shadow the shadow's position, or where it is while being folded
     * @param newest the newest spooled transaction
     * @param decodable the first unpublished transaction yields the same events as when it was begun
     * @param doubt why the directory cannot be trusted, in words; null when it can
     */
    record Local(
            String instance,
            SourcePosition shadow,
            SourcePosition newest,
            boolean decodable,
            @Nullable String doubt) {}

    /**
     * Never at or below an epoch that somebody downstream has seen and the log no longer knows of: it was lost with an
     * earlier log, and what followed under it would be taken for old.
     */
    default Resume above(long seen) {
        return switch (this) {
            case Continue on ->
                on.last().epoch() >= seen
                        ? on
                        : new Claim(seen + 1, "the target has seen epoch " + seen + ", which the topic has lost");
            case Claim claim -> claim.epoch() > seen ? claim : new Claim(seen + 1, claim.reason());
        };
    }

    static Resume decide(Optional<Local> local, Tail tail) {
        String reason = local.map(found -> doubt(found, tail)).orElse("the data directory is new");
        if (reason.isEmpty()) {
            return new Continue(tail.last(), tail.parts());
        }
        long known = local.map(found -> found.newest().epoch()).orElse(0L);
        return new Claim(Math.max(tail.epoch(), known) + 1, reason);
    }

    private static String doubt(Local local, Tail tail) {
        if (local.doubt() != null) {
            return local.doubt();
        }
        if (tail.epoch() != local.shadow().epoch() || !tail.instance().equals(local.instance())) {
            return tail.epoch() == 0
                    ? "the topic does not hold this source"
                    : "the topic's highest claim is epoch " + tail.epoch() + " of another capture";
        }
        if (tail.broken()) {
            return "the topic's transactions of epoch " + tail.epoch() + " are not dense";
        }
        if (local.shadow().isAfter(tail.last())) {
            return "the topic ends at " + tail.last() + ", before the shadow at " + local.shadow();
        }
        boolean unknownParts = tail.parts() > 0 && local.newest().equals(tail.last());
        if (tail.last().isAfter(local.newest()) || unknownParts) {
            return "the topic goes on after " + local.newest() + ", where the spool ends";
        }
        return tail.parts() > 0 && !local.decodable()
                ? "another version published half of " + tail.last().next()
                : "";
    }
}
