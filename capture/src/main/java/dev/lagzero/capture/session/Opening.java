package dev.lagzero.capture.session;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.publish.Claims;
import dev.lagzero.capture.publish.Extent;
import dev.lagzero.capture.publish.Partitions;
import dev.lagzero.capture.publish.Resume;
import dev.lagzero.capture.publish.Tail;
import dev.lagzero.capture.shadow.PageHistory;
import dev.lagzero.capture.shadow.ShadowState;
import dev.lagzero.capture.shadow.StateDirectory;
import dev.lagzero.capture.spool.PageSet;
import dev.lagzero.capture.spool.PageSetHeader;
import dev.lagzero.capture.spool.Spool;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fits together what the log and the data directory hold, and begins an epoch when they do not fit. */
final class Opening {

    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

    private final SessionConfig config;
    private final Wires wires;
    private final Extent extent;
    private final StateDirectory directory;
    private final Optional<ShadowState> saved;
    private final @Nullable String doubt;

    /** @param log what is known of it, our claim included */
    record Opened(Following following, Partitions.Found log) {}

    Opening(SessionConfig config, Wires wires, StateDirectory directory) throws InterruptedException {
        this.config = config;
        this.wires = wires;
        this.extent = wires.survey().extent();
        this.directory = directory;
        this.saved = directory.load();
        saved.ifPresent(state -> StateDirectory.checkOwner(state, config.owner(), directory.path()));
        this.doubt = saved.map(this::doubtful).orElse(null);
    }

    private @Nullable String doubtful(ShadowState state) {
        if (!state.home().equals(directory.home())) {
            return "the data directory was copied or restored";
        }
        if (!state.scope().equals(config.scopeName())) {
            return "the choice of tables or masked columns has changed";
        }
        return isSameLog(state) ? null : "the changes topic was made anew or has lost records";
    }

    private boolean isSameLog(ShadowState state) {
        ShadowState.Place place = state.place();
        return place.topicId().equals(wires.log().id())
                && place.partition() < extent.partitions()
                && place.offset() <= extent.end(place.partition());
    }

    /** @param seen the highest epoch that somebody downstream knows of, though the log may have lost it */
    Opened open(long seen) throws InterruptedException {
        Optional<ShadowState> known = saved.filter(this::isSameLog);
        Partitions.Found found = known.isPresent() ? rest(known.get()) : whole();
        Spool spool = spool();
        Resume resume = Resume.decide(saved.map(state -> local(state, spool)), found.tail())
                .above(seen);
        return switch (resume) {
            case Resume.Continue on -> {
                LOG.info("source={} event=continue position={} skip={}", config.source(), on.last(), on.skip());
                yield new Opened(
                        follow(
                                PageHistory.resume(
                                        directory,
                                        saved.orElseThrow(),
                                        spool,
                                        wires.ground().pages()),
                                found,
                                on.skip()),
                        found);
            }
            case Resume.Claim claim -> claim(claim, found, spool);
        };
    }

    /** Goes on with a copy that was begun, unless the log knows more of the source than was expected. */
    Opened open(long seen, EarlyCopy early) throws InterruptedException {
        Partitions.Found found = whole();
        Resume resume = Resume.decide(Optional.empty(), found.tail()).above(seen);
        if (!(resume instanceof Resume.Claim wanted)) {
            throw new IllegalStateException("nothing is known of " + config.source() + ", and yet it goes on");
        }
        Partitions.Found claimed = claim(wanted, found, early.instance());
        if (early.isIn(claimed.tail().last())) {
            return new Opened(early.claimed(place(claimed)), claimed);
        }
        early.discard();
        return begin(claimed, spool());
    }

    private Partitions.Found rest(ShadowState state) throws InterruptedException {
        ShadowState.Place place = state.place();
        Tail start = new Tail(state.instance(), state.position(), 0, place.offset(), false);
        long begin = extent.begin(place.partition());
        if (place.offset() < begin) {
            throw trimmed(place.partition());
        }
        if (begin > 0) {
            LOG.warn(
                    "source={} event=trimmed topic={} begin={} note=\"nothing can be derived again from this topic\"",
                    config.source(),
                    config.topics().changes(),
                    begin);
        }
        return wires.survey().scan(config.source(), place.partition(), start, extent);
    }

    private Partitions.Found whole() throws InterruptedException {
        for (int partition = 0; partition < extent.partitions(); partition++) {
            if (extent.begin(partition) > 0) {
                throw trimmed(partition);
            }
        }
        return wires.survey().find(config.source(), extent);
    }

    /** Without its beginning, a log does not tell which epochs were claimed. */
    private CaptureFault trimmed(int partition) {
        return new CaptureFault(
                "the changes topic " + config.topics().changes() + " was trimmed: partition " + partition
                        + " begins at offset " + extent.begin(partition)
                        + ", and the data directory does not know what stood in front of it."
                        + " Nothing can be derived from it safely. Use another pipeline name, or delete the topic.");
    }

    private Spool spool() {
        SourcePosition folded = saved.map(ShadowState::position).orElse(SourcePosition.NONE);
        return Spool.open(directory.spool(), folded);
    }

    private Resume.Local local(ShadowState state, Spool spool) {
        PageSet newest = null;
        for (PageSet set : spool.sets()) {
            newest = set;
        }
        boolean decodable =
                spool.sets().stream().allMatch(set -> set.header().decoderVersion() == PageSetHeader.DECODER_VERSION);
        return new Resume.Local(
                state.instance(),
                state.folding(),
                newest == null ? state.position() : newest.header().through(),
                decodable,
                doubt);
    }

    private Opened claim(Resume.Claim wanted, Partitions.Found found, Spool spool) throws InterruptedException {
        return begin(claim(wanted, found, UUID.randomUUID().toString()), spool);
    }

    private Partitions.Found claim(Resume.Claim wanted, Partitions.Found found, String instance)
            throws InterruptedException {
        int partition = found.partition();
        Claims.Claimed claimed =
                wires.claims().claim(new Claims.Wanted(config.source(), partition, wanted, instance, found.scanned()));
        LOG.info(
                "source={} event=claim epoch={} partition={} reason=\"{}\"",
                config.source(),
                claimed.epoch(),
                partition,
                wanted.reason());
        long behind = claimed.offset() + 1;
        Tail tail = new Tail(instance, new SourcePosition(claimed.epoch(), 0), 0, behind, false);
        return new Partitions.Found(partition, tail, behind);
    }

    private ShadowState.Place place(Partitions.Found claimed) {
        return new ShadowState.Place(wires.log().id(), claimed.partition(), claimed.scanned());
    }

    /** Copies everything, under an epoch that was claimed. */
    private Opened begin(Partitions.Found claimed, Spool spool) {
        Tail tail = claimed.tail();
        ShadowState state = EarlyCopy.state(config, directory, tail.instance(), tail.last(), place(claimed));
        return new Opened(
                follow(PageHistory.begin(directory, state, spool, wires.ground().pages()), claimed, 0), claimed);
    }

    private Following follow(PageHistory history, Partitions.Found at, long skip) {
        Tail tail = at.tail();
        return new Following(
                config, directory, history, new Following.From(tail.last(), tail.behind(), skip), wires.ground());
    }
}
