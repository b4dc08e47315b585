package dev.lagzero.capture.diff;

import dev.lagzero.capture.page.CorruptPageException;
import dev.lagzero.capture.page.Database;
import dev.lagzero.capture.page.DirtyPages;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The changes of consecutive transactions of one source: what {@link PageDiff#between} says of each, event by event and
 * byte by byte, at a cost in proportion to the pages that changed. It remembers the schema and where each page belongs,
 * about 5 bytes a page; where that is of no help (a first copy, a definition that changes, a transaction that does not
 * follow the last one) {@link PageDiff} does the work and the rest is learned anew. Used by one thread; the changes of a
 * transaction are read or closed before the next is asked for.
 */
public final class Decoder implements AutoCloseable {

    private final CaptureScope scope;
    private @Nullable KnownDatabase known;
    private @Nullable SourcePosition last;

    public Decoder(CaptureScope scope) {
        this.scope = scope;
    }

    /**
     * The changes of the next transaction, in the order and with the meaning of {@link PageDiff#between}.
     *
     * @throws CorruptPageException here or from the iterator, when a page is not what it must be
     * @throws IllegalArgumentException when the scope masks a column of a primary key, or is not the decoder's
     */
    public Changes next(PageDiff.DiffInput input) {
        if (!input.scope().equals(scope)) {
            throw new IllegalArgumentException("the input has the scope " + input.scope() + ", the decoder " + scope);
        }
        SourcePosition position = input.header().position();
        if (last == null || !position.equals(last.next())) {
            forget();
        }
        last = position;
        Optional<Changes> changes = follow(input);
        if (changes.isPresent()) {
            return changes.get();
        }
        forget();
        return PageDiff.between(input);
    }

    /** Empty when what is known does not carry over this transaction. */
    private Optional<Changes> follow(PageDiff.DiffInput input) {
        if (input.before().pageCount() == 0 || input.after().pageCount() == 0) {
            return Optional.empty();
        }
        try {
            Database before = known == null
                    ? Database.of(input.before())
                    : known.database().later(input.before());
            Database after = input.changed().contains(1) ? Database.of(input.after()) : before.later(input.after());
            if (!before.header().sameFormat(after.header())) {
                return Optional.empty();
            }
            if (known == null) {
                known = KnownDatabase.learn(before, scope);
            }
            return known.next(new DirtyPages(before, after, input.changed()), input.header());
        } catch (CorruptPageException e) {
            // Where it is, and whether it matters, is for the thorough way to say.
            return Optional.empty();
        }
    }

    /** The last transaction was decoded from what was known. */
    boolean isFollowing() {
        return known != null;
    }

    private void forget() {
        if (known != null) {
            known.close();
            known = null;
        }
    }

    @Override
    public void close() {
        forget();
    }
}
