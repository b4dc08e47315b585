package dev.lagzero.capture.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A process that holds one of the locks in the index of a log until it is closed. */
final class LockProcess {

    private final Process process;

    private LockProcess(Process process) {
        this.process = process;
    }

    static LockProcess hold(Path database, long number) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockProcess.class.getName(),
                        database + "-shm",
                        Long.toString(number))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.getInputStream().read() != '+') {
            throw new IOException("the lock was not free");
        }
        return new LockProcess(process);
    }

    /** When this returns, the lock is free. */
    void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
    }

    public static void main(String[] args) throws IOException {
        try (FileChannel index = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE)) {
            System.out.print(index.tryLock(Long.parseLong(args[1]), 1, false) == null ? '-' : '+');
            System.out.flush();
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        }
    }
}
