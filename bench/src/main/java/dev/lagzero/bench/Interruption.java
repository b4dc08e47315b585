package dev.lagzero.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Who interrupts a measurement wants the cores back, the ports and the disk. */
final class Interruption {

    private static final long PATIENCE_SECONDS = 10;

    private Interruption() {}

    /** What is still there when this process ends, of processes that it started and of the folder, goes with it. */
    static void clears(Path folder) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> clear(folder)));
    }

    private static void clear(Path folder) {
        List<ProcessHandle> started = ProcessHandle.current().descendants().toList();
        started.forEach(ProcessHandle::destroy);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        for (ProcessHandle process : started) {
            process.onExit()
                    .completeOnTimeout(process, deadline - System.nanoTime(), TimeUnit.NANOSECONDS)
                    .join()
                    .destroyForcibly();
        }
        if (Files.exists(folder)) {
            try {
                Folders.delete(folder);
            } catch (IOException e) {
                System.err.println("left behind: " + folder + " (" + e.getMessage() + ")");
            }
        }
    }
}
