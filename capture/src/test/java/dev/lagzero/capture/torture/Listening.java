package dev.lagzero.capture.torture;

import dev.lagzero.capture.diff.CaptureScope;
import dev.lagzero.capture.follow.Limits;
import dev.lagzero.capture.publish.MemoryChangeLog;
import dev.lagzero.capture.session.Outgoing;
import dev.lagzero.capture.session.Outlet;
import dev.lagzero.capture.session.SessionConfig;
import dev.lagzero.capture.session.SourceSession;
import dev.lagzero.capture.session.Wires;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.topic.Topics;
import java.nio.file.Path;
import java.util.List;

/** A capture in this process, and somebody who believes what it tells. */
final class Listening implements AutoCloseable {

    private final MemoryChangeLog log = new MemoryChangeLog("topic", 1);
    private final Belief belief;
    private final Wires wires;
    private final SourceSession session;
    private final Outlet.Taker taker;

    Listening(Path database, Path data, Belief belief, Limits limits) throws Exception {
        this.belief = belief;
        wires = new Wires(log, head -> {}, partition -> {});
        session = SourceSession.open(
                new SessionConfig(new Topics("p"), "app", database, data, CaptureScope.ALL, false, true, limits),
                wires);
        taker = wires.outlet().taker();
        session.freshHead();
    }

    /** Hears what comes within a moment. */
    void hear() throws Exception {
        List<Outgoing> next = taker.next(50).map(Outlet.Batch::records).orElse(List.of());
        for (Outgoing record : next) {
            log.append(
                    0,
                    record.key(),
                    record.value(),
                    (offset, failure) -> session.acknowledged(record.position(), record.kind(), offset));
            for (ChangeEvent event : ChangeJson.decode(record.value()).each()) {
                belief.take(event);
            }
        }
        log.flush();
    }

    /** Hears all that was committed before. */
    void hearAll() throws Exception {
        SourcePosition last = session.freshHead().head();
        while (last.isAfter(session.head().published())) {
            hear();
        }
    }

    @Override
    public void close() {
        taker.close();
        session.close();
        wires.close();
    }
}
