package dev.lagzero.app.pipeline;

import dev.lagzero.control.lag.Sighting;
import dev.lagzero.control.lag.Standing;
import dev.lagzero.control.lag.Standings;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.sink.Sink;
import dev.lagzero.sink.SinkState;
import dev.lagzero.sink.gather.Hole;
import dev.lagzero.sink.worker.PartitionState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A sink with what its target says of the sources. */
final class RunningSink implements SinkStage {

    private final Sink sink;
    private final PostgresView view;
    private final Function<String, SourcePosition> before;
    private final Arrivals arrivals;

    /** @param before what was visible of a source when the sink started */
    RunningSink(Sink sink, PostgresView view, Function<String, SourcePosition> before, Arrivals arrivals) {
        this.sink = sink;
        this.view = view;
        this.before = before;
        this.arrivals = arrivals;
    }

    @Override
    public Standings standings() {
        SinkState state = sink.state();
        String blocked = blocked(state);
        Map<String, Standing> read;
        List<String> warnings;
        try {
            read = new HashMap<>(view.standings());
            warnings = new ArrayList<>(view.warnings());
        } catch (TargetSilentException e) {
            return new Standings(Map.of(), new Standing(SourcePosition.NONE, 0, null, e.getMessage()));
        }
        waiting(state).forEach(warnings::add);
        read.replaceAll((source, standing) -> standing.blocked(blocked));
        Standing others = Standing.NOTHING.blocked(blocked);
        for (Hole hole : state.holes()) {
            read.put(hole.source(), read.getOrDefault(hole.source(), others).broken(hole.message()));
        }
        return new Standings(read, others, warnings);
    }

    /** The target can be asked, and still takes nothing: a lock of somebody's, say. */
    static Stream<String> waiting(SinkState state) {
        return state.partitions().values().stream()
                .filter(PartitionState.Waiting.class::isInstance)
                .map(PartitionState.Waiting.class::cast)
                .map(waiting ->
                        "the sink waits since " + waiting.since() + " and tries again by itself: " + waiting.cause())
                .distinct();
    }

    /** Which sources a partition holds is not known here: what blocks one is told of all that are behind. */
    private static @Nullable String blocked(SinkState state) {
        return state.partitions().values().stream()
                .filter(PartitionState.Blocked.class::isInstance)
                .map(partition -> ((PartitionState.Blocked) partition).message())
                .findFirst()
                .orElse(null);
    }

    @Override
    public Map<String, Sighting> heads() {
        return view.heads();
    }

    @Override
    public Optional<String> trouble() {
        return Optional.ofNullable(standings().others().broken());
    }

    @Override
    public SourcePosition before(String source) {
        return before.apply(source);
    }

    @Override
    public Holdings holdings() {
        return view.holdings();
    }

    @Override
    public Arrival arrival(String source) {
        return view.ask(connection -> arrivals.read(connection, source));
    }

    @Override
    public CompletableFuture<Void> stopped() {
        return sink.stopped();
    }

    @Override
    public void close() {
        try {
            sink.close();
        } finally {
            view.close();
        }
    }
}
