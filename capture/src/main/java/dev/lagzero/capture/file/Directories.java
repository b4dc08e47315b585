package dev.lagzero.capture.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The directories of all sources of a process, each looked at once for all that lie in it: whoever creates, deletes or
 * renames a file there sets the time at which its directory changed (ctime), and nobody can set that time back.
 */
public final class Directories {

    /** For so long a look serves others. */
    private static final long SHARED_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

    private final Map<Path, Look> looks = new ConcurrentHashMap<>();

    /**
     * A directory at a moment.
     *
     * @param device where it is, and with the inode which one it is
     * @param changed when a name in it changed last
     * @param atMillis when it was looked at, in milliseconds since 1970
     */
    record Look(Object device, Object inode, FileTime changed, long atMillis, long nanoTime) {

        boolean isSame(Look other) {
            return device.equals(other.device) && inode.equals(other.inode) && changed.equals(other.changed);
        }
    }

    /** A directory as it was a moment ago. */
    Look look(Path directory) throws IOException {
        Look last = looks.get(directory);
        if (last != null && System.nanoTime() - last.nanoTime() < SHARED_NANOS) {
            return last;
        }
        long nanoTime = System.nanoTime();
        long atMillis = System.currentTimeMillis();
        Map<String, Object> seen = Files.readAttributes(directory, "unix:dev,ino,ctime");
        Look look = new Look(seen.get("dev"), seen.get("ino"), (FileTime) seen.get("ctime"), atMillis, nanoTime);
        looks.put(directory, look);
        return look;
    }
}
