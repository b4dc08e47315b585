package dev.lagzero.app.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One stage's hold of a data directory. The operating system ends it with the process, however that dies; the number
 * written in the file is for people.
 */
final class StageLock implements AutoCloseable {

    private final FileChannel channel;

    private StageLock(FileChannel channel) {
        this.channel = channel;
    }

    static StageLock take(Path directory, String stage) {
        Path file = directory.resolve(stage + ".lock");
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new DataException(
                        "data directory " + directory + " is in use by process " + holder(file),
                        "stop that process (kill " + holder(file) + "), or use another directory: --data DIR");
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)));
            return new StageLock(channel);
        } catch (IOException e) {
            throw new DataException("cannot lock " + file + ": " + e.getMessage(), "check its permissions", e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String holder(Path file) throws IOException {
        String written = Files.readString(file).strip();
        return written.isEmpty() ? "(unknown)" : written;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new DataException("cannot unlock the data directory: " + e.getMessage(), "start again", e);
        }
    }
}
