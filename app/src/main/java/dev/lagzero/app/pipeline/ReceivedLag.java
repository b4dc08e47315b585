package dev.lagzero.app.pipeline;

import dev.lagzero.control.lag.LagReport;
import dev.lagzero.control.lag.Sighting;
import dev.lagzero.control.lag.SilentException;
import dev.lagzero.control.lag.SourceLag;
import dev.lagzero.control.lag.Standing;
import dev.lagzero.control.lag.Standings;
import dev.lagzero.control.lag.TargetLag;
import dev.lagzero.control.lag.TargetView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Lag in a process that fills the target and captures nothing: heads are those that its target received. */
final class ReceivedLag {

    private final SinkStage sink;
    private final Set<String> sources;
    private final TargetLag fresh;

    ReceivedLag(SinkStage sink, Set<String> sources) {
        this.sink = sink;
        this.sources = new TreeSet<>(sources);
        this.fresh = new TargetLag(new View(), sources);
    }

    /** Waits until captures have spoken again, so that everything committed before is covered. */
    LagReport look() {
        return fresh.lookOnce();
    }

    /** What is known without waiting. */
    LagReport glance() {
        Standings standings = sink.standings();
        try {
            Map<String, Sighting> heads = sink.heads();
            return new LagReport(
                    sources.stream()
                            .map(source -> of(source, Optional.ofNullable(heads.get(source)), standings.of(source)))
                            .toList(),
                    standings.warnings());
        } catch (SilentException e) {
            return new LagReport(sources.stream()
                    .map(source -> SourceLag.unknown(source, e.getMessage()))
                    .toList());
        }
    }

    private static SourceLag of(String source, Optional<Sighting> seen, Standing standing) {
        long now = seen.map(known -> known.head().observedMillis() + known.ageMillis())
                .orElse(0L);
        return SourceLag.of(source, seen.map(Sighting::head), standing, now);
    }

    /** The sink as those read it who watch; it is closed by others. */
    private final class View implements TargetView {

        @Override
        public Map<String, Standing> standings() {
            Standings now = sink.standings();
            Map<String, Standing> all = new HashMap<>(now.known());
            sources.forEach(source -> all.putIfAbsent(source, now.others()));
            return all;
        }

        @Override
        public Map<String, Sighting> heads() {
            return sink.heads();
        }

        @Override
        public List<String> warnings() {
            return sink.standings().warnings();
        }

        @Override
        public void close() {}
    }
}
