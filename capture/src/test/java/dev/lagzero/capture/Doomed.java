package dev.lagzero.capture;

import dev.lagzero.schemas.moment.Moment;
import dev.lagzero.schemas.topic.Topics;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A capture in a process of its own, which dies without warning when it passes a moment for the n-th time. */
final class Doomed {

    static final int DIED = 77;

    /** Said when it captures. */
    static final String READY = "ready";

    private Doomed() {}

    /** @param args bootstrap, pipeline, source file, data directory, moment, how many times it passes */
    public static void main(String[] args) throws Exception {
        Moment deadly = Moment.parse(args[4]);
        AtomicInteger left = new AtomicInteger(Integer.parseInt(args[5]));
        Moment.witness(moment -> {
            if (moment == deadly && left.decrementAndGet() == 0) {
                Runtime.getRuntime().halt(DIED);
            }
        });
        Capture capture = Alone.start(
                Alone.config(new Topics(args[1]), Path.of(args[3]), Map.of("bootstrap.servers", args[0]), true),
                "app",
                Path.of(args[2]));
        System.out.println(READY);
        capture.stopped().join();
    }
}
