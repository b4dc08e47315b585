package dev.lagzero.capture.connector;

import dev.lagzero.capture.session.Outlet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/** Hands out what any source of this process has to publish, a batch of one source at a time. */
public final class OutletTask extends SourceTask {

    private static final long WAIT_MILLIS = 100;

    private Outlet.@Nullable Taker taker;
    private String topic = "";

    @Override
    public void start(Map<String, String> properties) {
        topic = String.valueOf(properties.get(OutletConnector.TOPIC));
        taker = Outlets.get(String.valueOf(properties.get(OutletConnector.OUTLET)))
                .taker();
    }

    @Override
    public List<SourceRecord> poll() throws InterruptedException {
        if (taker == null) {
            throw new IllegalStateException("the task was not started");
        }
        return taker.next(WAIT_MILLIS).map(batch -> Records.of(batch, topic)).orElse(List.of());
    }

    @Override
    public void stop() {
        if (taker != null) {
            taker.close();
        }
    }

    @Override
    public String version() {
        return "1";
    }
}
