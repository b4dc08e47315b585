package dev.lagzero.app.watch;

import dev.lagzero.control.lag.Sighting;
import dev.lagzero.control.lag.Standing;
import dev.lagzero.control.lag.TargetView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A target whose heads are taken from the log where that has newer ones: its sink may be down. */
public record HeadsFromLog(TargetView target, HeadsTail log) implements TargetView {

    @Override
    public Map<String, Standing> standings() {
        return target.standings();
    }

    @Override
    public Map<String, Sighting> heads() {
        Map<String, Sighting> heads = new HashMap<>(target.heads());
        log.heads()
                .forEach((source, seen) -> heads.merge(
                        source,
                        seen,
                        (stored, logged) ->
                                logged.head().observedMillis() >= stored.head().observedMillis() ? logged : stored));
        return heads;
    }

    @Override
    public List<String> warnings() {
        return target.warnings();
    }

    @Override
    public void close() {
        try {
            log.close();
        } finally {
            target.close();
        }
    }
}
