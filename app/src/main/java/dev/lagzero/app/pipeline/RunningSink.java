package dev.lagzero.app.pipeline;

import dev.lagzero.app.status.Standing;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.sink.Sink;
import dev.lagzero.sink.gather.Hole;
import dev.lagzero.sink.worker.PartitionState;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A sink with what its target says of one source. */
final class RunningSink implements SinkStage {

    private final Sink sink;
    private final PostgresView view;
    private final SourcePosition before;
    private final Arrivals arrivals;

    /** @param before what was visible when the sink started */
    RunningSink(Sink sink, PostgresView view, SourcePosition before, Arrivals arrivals) {
        this.sink = sink;
        this.view = view;
        this.before = before;
        this.arrivals = arrivals;
    }

    @Override
    public Standing standing(String source) {
        Standing read;
        try {
            read = view.standings().getOrDefault(source, Standing.NOTHING);
        } catch (TargetSilentException e) {
            return new Standing(SourcePosition.NONE, 0, null, e.getMessage());
        }
        Optional<String> hole = sink.state().holes().stream()
                .filter(each -> each.source().equals(source))
                .map(Hole::message)
                .findFirst();
        return new Standing(read.applied(), read.parked(), blocked(), hole.orElse(null));
    }

    private String blocked() {
        return sink.state().partitions().values().stream()
                .filter(PartitionState.Blocked.class::isInstance)
                .map(state -> ((PartitionState.Blocked) state).message())
                .findFirst()
                .orElse(null);
    }

    @Override
    public SourcePosition before(String source) {
        return before;
    }

    @Override
    public Arrival arrival(String source) {
        return view.ask(arrivals::read);
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
