package dev.lagzero.bench;

import dev.lagzero.app.embedded.EmbeddedKafka;
import dev.lagzero.capture.Capture;
import dev.lagzero.capture.CaptureConfig;
import dev.lagzero.capture.Captures;
import dev.lagzero.capture.SourceConfig;
import dev.lagzero.capture.diff.CaptureScope;
import dev.lagzero.capture.follow.Limits;
import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A capture of some sources into a broker of its own, as a process of its own. Prints the broker's address when all
 * first copies are published, answers each line of its input when everything committed before is published, and ends
 * when its input does.
 */
public final class CaptureProcess {

    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final int SIDE_BY_SIDE = 256;

    private CaptureProcess() {}

    /** Arguments: a folder, and the databases. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        List<Path> databases = Arrays.stream(args).skip(1).map(Path::of).toList();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"));
                Captures captures = Captures.open(config(folder, kafka), databases.size())) {
            List<Capture> all = start(captures, databases);
            for (Capture capture : all) {
                while (!capture.progress().snapshotDone()) {
                    Thread.sleep(20);
                }
            }
            System.out.println(kafka.bootstrap());
            answer(all);
            all.forEach(Capture::close);
        }
    }

    private static List<Capture> start(Captures captures, List<Path> databases) {
        List<CompletableFuture<Capture>> starts = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE)) {
            for (Path database : databases) {
                SourceConfig source = new SourceConfig("s" + (1 + starts.size()), database, CaptureScope.ALL, false);
                starts.add(CompletableFuture.supplyAsync(() -> captures.start(source), threads));
            }
        }
        return starts.stream().map(CompletableFuture::join).toList();
    }

    private static void answer(List<Capture> captures) throws IOException, InterruptedException {
        for (int next = System.in.read(); next >= 0; next = System.in.read()) {
            if (next == '\n') {
                for (Capture capture : captures) {
                    awaitPublished(capture);
                }
                System.out.println("published");
            }
        }
    }

    private static void awaitPublished(Capture capture) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        for (Head seen = capture.freshHead();
                !seen.current() || seen.head().isAfter(seen.published());
                seen = capture.head()) {
            if (System.nanoTime() - until > 0) {
                throw new IllegalStateException("published up to " + seen.published() + " of " + seen.head());
            }
            Thread.sleep(20);
        }
    }

    private static CaptureConfig config(Path folder, EmbeddedKafka kafka) {
        return new CaptureConfig(
                new Topics("bench"),
                folder.resolve("data"),
                Map.of("bootstrap.servers", kafka.bootstrap()),
                1,
                kafka::flush,
                true,
                Limits.DEFAULT);
    }
}
