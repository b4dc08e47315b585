package dev.lagzero.bench;

import dev.lagzero.app.embedded.EmbeddedKafka;
import dev.lagzero.capture.Capture;
import dev.lagzero.capture.CaptureConfig;
import dev.lagzero.capture.CaptureException;
import dev.lagzero.capture.Captures;
import dev.lagzero.capture.LogFlush;
import dev.lagzero.capture.SourceConfig;
import dev.lagzero.capture.diff.CaptureScope;
import dev.lagzero.capture.follow.Limits;
import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.topic.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A capture of some sources, as a process of its own, with a broker of its own or to another. Prints the broker's address
 * when all first copies are published, then answers each line of its input: {@code head} by whether all that is committed
 * is published, {@code copied} when all first copies are, any other when everything committed before is published. Ends when
 * its input does.
 */
public final class CaptureProcess {

    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final int SIDE_BY_SIDE = 256;

    @Parameters(index = "0")
    private Path folder = Path.of("");

    @Parameters(index = "1..*", arity = "0..*")
    private List<Path> databases = List.of();

    @Option(names = "--kafka", description = "host:port of a broker; empty: one of its own")
    private String kafka = "";

    @Option(names = "--spool", description = "bytes of transactions that may wait for Kafka")
    private long spool = Limits.DEFAULT.spool();

    @Option(names = "--early", description = "prints the broker's address as soon as all first copies have begun")
    private boolean early;

    private CaptureProcess() {}

    public static void main(String[] args) throws Exception {
        CaptureProcess process = new CaptureProcess();
        new CommandLine(process).parseArgs(args);
        process.run();
    }

    private void run() throws Exception {
        if (!kafka.isEmpty()) {
            capture(kafka, LogFlush.NONE);
            return;
        }
        try (EmbeddedKafka own = EmbeddedKafka.start(folder.resolve("kafka"))) {
            capture(own.bootstrap(), own::flush);
        }
    }

    private void capture(String bootstrap, LogFlush flush) throws Exception {
        CaptureConfig config = new CaptureConfig(
                new Topics("bench"),
                folder.resolve("data"),
                Map.of("bootstrap.servers", bootstrap),
                1,
                flush,
                true,
                new Limits(Limits.DEFAULT.log(), spool, Limits.DEFAULT.free()));
        try (Captures captures = Captures.open(config, databases.size())) {
            List<Capture> all = start(captures);
            if (!early) {
                awaitCopied(all);
            }
            System.out.println(bootstrap);
            answer(all);
            all.forEach(Capture::close);
        }
    }

    private List<Capture> start(Captures captures) {
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
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = asked.readLine(); line != null; line = asked.readLine()) {
            switch (line) {
                case "head" -> System.out.println(captures.stream().allMatch(CaptureProcess::isPublished));
                case "copied" -> {
                    awaitCopied(captures);
                    System.out.println("copied");
                }
                default -> {
                    for (Capture capture : captures) {
                        awaitPublished(capture);
                    }
                    System.out.println("published");
                }
            }
        }
    }

    private static void awaitCopied(List<Capture> captures) throws InterruptedException {
        for (Capture capture : captures) {
            while (!capture.progress().snapshotDone()) {
                Thread.sleep(20);
            }
        }
    }

    private static boolean isPublished(Capture capture) {
        return isEqual(capture.head());
    }

    private static boolean isEqual(Head head) {
        return head.current() && !head.head().isAfter(head.published());
    }

    private static void awaitPublished(Capture capture) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        for (Head seen = look(capture, until);
                !isEqual(seen);
                seen = seen.current() ? capture.head() : look(capture, until)) {
            if (System.nanoTime() - until > 0) {
                throw new IllegalStateException("published up to " + seen.published() + " of " + seen.head());
            }
            Thread.sleep(20);
        }
    }

    /** A source that waits for Kafka cannot be looked at yet. */
    private static Head look(Capture capture, long until) throws InterruptedException {
        while (true) {
            try {
                return capture.freshHead();
            } catch (CaptureException e) {
                if (capture.stopped().isDone()) {
                    // With the reason.
                    capture.stopped().join();
                }
                if (System.nanoTime() - until > 0) {
                    throw e;
                }
                Thread.sleep(20);
            }
        }
    }
}
