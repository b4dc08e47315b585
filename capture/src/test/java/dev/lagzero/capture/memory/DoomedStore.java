package dev.lagzero.capture.memory;

import dev.lagzero.capture.CaptureConfig;
import dev.lagzero.capture.Captures;
import dev.lagzero.capture.LogFlush;
import dev.lagzero.capture.StoreCapture;
import dev.lagzero.capture.follow.Limits;
import dev.lagzero.capture.journal.JournalLimits;
import dev.lagzero.capture.journal.RefusedWrite;
import dev.lagzero.capture.store.JournaledMap;
import dev.lagzero.capture.store.TextShape;
import dev.lagzero.schemas.moment.Moment;
import dev.lagzero.schemas.topic.Topics;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A process whose threads write to a store until it dies. Each thread has keys of its own and says, in a mapped file that
 * outlives the process, which write it began and which one has returned: 16 octets a thread.
 */
final class DoomedStore {

    static final int DIED = 77;
    static final int THREADS = 8;
    static final int KEYS = 50;
    private static final long PAUSE_NANOS = 700_000;
    private static final long DYING_NANOS = 20_000_000;
    static final TextShape ROWS = new TextShape("rows");
    static final TextShape PAIRS = new TextShape("pairs");

    private DoomedStore() {}

    static StoreConfig config() {
        return new StoreConfig("app", new JournalLimits(8 << 20, 256 << 10), Durability.PROCESS, 512 << 10);
    }

    static Captures captures(String bootstrap, Path data) {
        CaptureConfig config = new CaptureConfig(
                new Topics("store"),
                data,
                Map.of("bootstrap.servers", bootstrap),
                1,
                LogFlush.NONE,
                true,
                Limits.DEFAULT);
        return Captures.open(config, 1);
    }

    static StoreCapture open(Captures captures) {
        return captures.store(config(), List.of(ROWS, PAIRS), Seen.NOTHING);
    }

    /** @param args bootstrap, data directory, progress file, seed, moment or "none", how many times it passes */
    public static void main(String[] args) throws Exception {
        if (!args[4].equals("none")) {
            Moment deadly = Moment.parse(args[4]);
            AtomicInteger left = new AtomicInteger(Integer.parseInt(args[5]));
            Moment.witness(moment -> {
                if (moment == deadly && left.decrementAndGet() == 0) {
                    // While this thread is as far as it is, the others go on.
                    LockSupport.parkNanos(DYING_NANOS);
                    Runtime.getRuntime().halt(DIED);
                }
            });
        }
        StoreCapture capture = open(captures(args[0], Path.of(args[1])));
        try (RandomAccessFile file = new RandomAccessFile(args[2], "rw")) {
            MappedByteBuffer progress = file.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, 16L * THREADS);
            System.out.println("writing");
            for (int thread = 0; thread < THREADS; thread++) {
                int own = thread;
                Thread writer = new Thread(() -> write(capture, progress, own, Long.parseLong(args[3])));
                writer.start();
            }
            capture.stopped().join();
        }
    }

    private static void write(StoreCapture capture, MappedByteBuffer progress, int thread, long seed) {
        JournaledMap<String, String> rows = capture.store().map(ROWS);
        JournaledMap<String, String> pairs = capture.store().map(PAIRS);
        SplittableRandom random = new SplittableRandom(seed + thread);
        for (long number = progress.getLong(16 * thread + 8) + 1; ; number++) {
            progress.putLong(16 * thread, number);
            String key = thread + "/" + random.nextInt(KEYS);
            String value = Long.toString(number);
            boolean done = false;
            while (!done) {
                try {
                    if (random.nextInt(8) > 0) {
                        rows.put("last/" + thread, value);
                        break;
                    }
                    capture.store().atomically(() -> {
                        rows.put("last/" + thread, value);
                        if (random.nextInt(5) == 0) {
                            rows.remove(key);
                            pairs.remove(key);
                        } else {
                            rows.put(key, value);
                            pairs.put(key, value);
                        }
                    });
                    done = true;
                } catch (RefusedWrite refused) {
                    if (refused.reason() != RefusedWrite.Reason.FULL) {
                        throw refused;
                    }
                    Thread.onSpinWait();
                }
            }
            progress.putLong(16 * thread + 8, number);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
