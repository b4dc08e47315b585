package dev.lagzero.capture.session;

import dev.lagzero.capture.diff.Changes;
import dev.lagzero.capture.diff.Decoder;
import dev.lagzero.capture.diff.PageDiff;
import dev.lagzero.capture.page.ChangedPages;
import dev.lagzero.capture.shadow.PageHistory;
import dev.lagzero.capture.shadow.View;
import dev.lagzero.capture.spool.PageSet;
import dev.lagzero.capture.spool.PageSetHeader;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.change.Header;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The records that are to be published next, made from the spool while they are asked for, the first ones before if
 * that is wanted. Used by one thread; the progress may be read by others.
 */
final class Outbox implements AutoCloseable {

    private static final int MAX_RECORDS = 4096;
    private static final int MAX_BYTES = 1 << 20;

    private final SessionConfig config;
    private final String database;
    private final PageHistory history;
    private final Decoder decoder;
    private SourcePosition done;
    private long skip;
    private @Nullable Current current;

    /** The database as of the last set that was begun: it is what the next one starts from. */
    private @Nullable View reached;

    private final Prepared prepared = new Prepared(this::make);
    private final Packing packing = new Packing();
    /** Made, and not yet told because what is packed stands before it. */
    private ChangeEvent.@Nullable Part waiting;

    private volatile long made;
    private volatile long expected = -1;

    private record Current(Header header, Changes changes) implements AutoCloseable {
        @Override
        public void close() {
            changes.close();
        }
    }

    /** @param skip parts of the transaction after {@code done} that are not to be published again */
    Outbox(SessionConfig config, PageHistory history, SourcePosition done, long skip) {
        this.config = config;
        this.database = String.valueOf(config.file().getFileName());
        this.history = history;
        this.decoder = new Decoder(config.scope());
        this.done = done;
        history.taken(skip > 0 ? done.next() : done);
        this.skip = skip;
    }

    /** Begins to make the next records before anybody asks for them. */
    void prepare() {
        prepared.begin();
    }

    /** The next records; none when there are none. */
    List<Outgoing> next() throws InterruptedException {
        List<Outgoing> batch = prepared.next();
        if (!batch.isEmpty()) {
            // They were made while the sync was on its way; nothing leaves before it is done.
            history.awaitSynced(batch.getLast().position());
        }
        return batch;
    }

    private List<Outgoing> make() {
        List<Outgoing> batch = new ArrayList<>();
        long bytes = 0;
        while (batch.size() < MAX_RECORDS && bytes < MAX_BYTES && (current != null || begin())) {
            Current now = Objects.requireNonNull(current);
            ChangeEvent.Part part = part(now);
            if (part == null) {
                batch.add(Encoding.end(new ChangeEvent.Ended(now.header(), made)));
                finish(now);
                continue;
            }
            expected = now.header().snapshot() ? now.changes().rowsExpected() : expected;
            Outgoing record = Encoding.part(part);
            bytes += record.size();
            batch.add(record);
        }
        return batch;
    }

    /** The next part that is to be published; null at the end of the transaction. */
    private ChangeEvent.@Nullable Part part(Current now) {
        while (waiting != null || now.changes().hasNext()) {
            ChangeEvent.Part part = waiting == null ? now.changes().next() : waiting;
            made += waiting == null ? 1 : 0;
            waiting = null;
            if (part.ordinal() < skip) {
                continue;
            }
            if (packing.fits(part)) {
                packing.add((ChangeEvent.RowChanged) part);
                if (packing.isFull()) {
                    return packing.take();
                }
            } else if (packing.isEmpty()) {
                return part;
            } else {
                waiting = part;
                return packing.take();
            }
        }
        return packing.isEmpty() ? null : packing.take();
    }

    private boolean begin() {
        Optional<PageSet> next = history.take(done);
        next.ifPresent(set -> current = open(set));
        return next.isPresent();
    }

    private Current open(PageSet set) {
        PageSetHeader of = set.header();
        SourcePosition position = done.next();
        Header header = new Header(
                config.source(),
                "sqlite",
                database,
                position,
                position.opensEpoch(),
                of.reason(),
                of.timestampMillis());
        made = 0;
        return new Current(header, position.equals(of.position()) ? changes(set, header) : Changes.NONE);
    }

    private Changes changes(PageSet set, Header header) {
        View before = reached == null ? history.view(done) : reached;
        View after = history.view(set);
        reached = after;
        return decoder.next(
                new PageDiff.DiffInput(before, after, ChangedPages.of(set.numbers()), header, config.scope()));
    }

    private void finish(Current now) {
        done = now.header().position();
        skip = 0;
        now.close();
        current = null;
    }

    /** How far the first copy is: parts made of rows expected; -1 while unknown. */
    long made() {
        return made;
    }

    long expected() {
        return expected;
    }

    @Override
    public void close() {
        prepared.stop();
        if (current != null) {
            current.close();
            current = null;
        }
        decoder.close();
    }
}
