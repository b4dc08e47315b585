package dev.lagzero.schemas.head;

import dev.lagzero.schemas.position.SourcePosition;
import java.util.Objects;

/**
 * What a capture sees in its source now: the last committed transaction it knows of, and how far it has published. It
 * is a lease: a head older than {@link #LEASE_MILLIS} says nothing.
 *
 * @param head the last transaction of the source; it may still be on its way into the log
 * @param published the last transaction that is whole in the changes topic
 * @param current false while capture knows of changes that it has not numbered yet, so that {@code head} is too low
 * @param notice what people should know of how the source is followed, as that its transactions cannot be told apart; empty
 *     when nothing
 * @param cause why capture cannot vouch for {@code head} (empty when it can)
 */
public record Head(
        String source,
        SourcePosition head,
        SourcePosition published,
        boolean current,
        String notice,
        String cause,
        String instance,
        long observedMillis) {

    public static final long LEASE_MILLIS = 2_000;

    public Head {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(head, "head");
        Objects.requireNonNull(published, "published");
        Objects.requireNonNull(notice, "notice");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(instance, "instance");
    }
}
