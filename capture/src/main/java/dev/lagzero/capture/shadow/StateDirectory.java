package dev.lagzero.capture.shadow;

import dev.lagzero.capture.disk.Disk;
import dev.lagzero.capture.fault.CaptureFault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a source has in the data directory: {@code sources/<source>/}, used by one process at a time. */
public final class StateDirectory implements AutoCloseable {

    /** Raised when an older version could not read what this one writes. */
    static final int FORMAT = 2;

    private static final String STATE = "shadow.state";

    private final Path directory;
    private final FileChannel lock;

    private StateDirectory(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /** Whether a source has a state there. */
    public static boolean isUsed(Path dataDirectory, String source) {
        return Files.exists(place(dataDirectory, source).resolve(STATE));
    }

    private static Path place(Path dataDirectory, String source) {
        return dataDirectory.toAbsolutePath().resolve("sources").resolve(source);
    }

    public static StateDirectory open(Path dataDirectory, String source) {
        Path directory = place(dataDirectory, source);
        try {
            Files.createDirectories(directory);
            FileChannel lock = lock(directory);
            try {
                checkFormat(directory);
                return new StateDirectory(directory, lock);
            } catch (IOException | CaptureFault e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw Disk.fault(directory, "opening", e);
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw inUse(directory, e);
        }
        channel.close();
        throw inUse(directory, null);
    }

    private static CaptureFault inUse(Path directory, @Nullable Exception cause) {
        return new CaptureFault(
                "the data directory is in use: another capture holds " + directory
                        + "/lock. Stop it, or give this one its own --data DIR.",
                cause);
    }

    private static void checkFormat(Path directory) throws IOException {
        Path file = directory.resolve("format");
        if (!Files.exists(file)) {
            Disk.replace(file, (FORMAT + "\n").getBytes(StandardCharsets.UTF_8));
            return;
        }
        String found = Files.readString(file).strip();
        if (found.equals("1")) {
            empty(directory);
            Disk.replace(file, (FORMAT + "\n").getBytes(StandardCharsets.UTF_8));
        } else if (!found.equals(Integer.toString(FORMAT))) {
            throw new CaptureFault("the data directory " + directory + " has format " + found
                    + "; this version of Lagzero knows format " + FORMAT
                    + ". Run the newer version, or start over with another --data DIR.");
        }
    }

    /** What an older version kept cannot be read: the source is copied anew, in a new epoch. */
    private static void empty(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                boolean kept = file.equals(directory) || file.endsWith("lock") || file.endsWith("format");
                if (!kept) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Device and inode: a moved directory keeps them, a copied one does not. */
    public String home() {
        try {
            return String.valueOf(
                    Files.readAttributes(directory, BasicFileAttributes.class).fileKey());
        } catch (IOException e) {
            throw Disk.fault(directory, "reading", e);
        }
    }

    /** The state that was saved last; none in a new directory, or when what is there cannot be trusted. */
    public Optional<ShadowState> load() {
        Path file = stateFile();
        try {
            return Files.exists(file) ? Optional.of(ShadowState.decode(Files.readAllBytes(file))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw Disk.fault(file, "reading", e);
        }
    }

    /** @throws CaptureFault when the state belongs to another source file */
    public static void checkOwner(ShadowState state, ShadowState.Owner owner, Path directory) {
        if (!state.source().equals(owner)) {
            throw new CaptureFault("the data directory " + directory + " belongs to source "
                    + state.source().name()
                    + " at " + state.source().path() + ", not to " + owner.name() + " at " + owner.path()
                    + ". Give another --data DIR, or forget the old source with lagzero reset --source "
                    + owner.name() + ".");
        }
    }

    void save(ShadowState state) {
        try {
            Disk.replace(stateFile(), state.encode());
        } catch (IOException e) {
            throw Disk.fault(stateFile(), "writing", e);
        }
    }

    public Path path() {
        return directory;
    }

    public Path spool() {
        return directory.resolve("spool");
    }

    Path pages() {
        return directory.resolve("shadow.pages");
    }

    private Path stateFile() {
        return directory.resolve(STATE);
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw Disk.fault(directory, "unlocking", e);
        }
    }
}
