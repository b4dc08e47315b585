package dev.lagzero.app.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** A data directory that this process holds for some stages. Made by {@link #open}. */
public final class DataDirectory implements AutoCloseable {

    private static final String MANIFEST = "lagzero.json";

    private final Path root;
    private final List<StageLock> locks;

    private DataDirectory(Path root, List<StageLock> locks) {
        this.root = root;
        this.locks = locks;
    }

    /**
     * Takes the directory for the stages; creates it when there is none.
     *
     * @param stages which of its parts nobody else may use meanwhile
     * @throws DataException when it is in use, of a newer format, or no directory that can be written
     */
    public static DataDirectory open(Path root, List<String> stages) {
        Path absolute = root.toAbsolutePath().normalize();
        create(absolute);
        List<StageLock> locks = new ArrayList<>();
        DataDirectory directory = new DataDirectory(absolute, locks);
        try {
            for (String stage : stages) {
                locks.add(StageLock.take(absolute, stage));
            }
            introduce(absolute);
            directory.manifest();
            return directory;
        } catch (DataException e) {
            directory.close();
            throw e;
        }
    }

    /** Stages that begin a new directory together must find one manifest in it. */
    private static synchronized void introduce(Path root) {
        Path lock = root.resolve(MANIFEST + ".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            if (!Files.exists(root.resolve(MANIFEST))) {
                JsonFile.write(root.resolve(MANIFEST), Manifest.fresh());
            }
        } catch (IOException e) {
            throw new DataException("cannot lock " + lock + ": " + e.getMessage(), "check its permissions", e);
        }
    }

    private static void create(Path root) {
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw new DataException(root + " is a file, not a data directory", "use another: --data DIR");
        }
        try {
            Files.createDirectories(root);
        } catch (IOException e) {
            throw new DataException(
                    "cannot create the data directory " + root + ": " + e.getMessage(), "use another: --data DIR", e);
        }
        if (!Files.isWritable(root)) {
            throw new DataException("the data directory " + root + " is read-only", "use another: --data DIR");
        }
    }

    private Manifest manifest() {
        Path file = root.resolve(MANIFEST);
        Manifest manifest = JsonFile.read(file, Manifest.class).orElseGet(Manifest::fresh);
        if (manifest.format() > Manifest.FORMAT) {
            throw new DataException(
                    "data directory " + root + " has format " + manifest.format() + "; this program knows up to "
                            + Manifest.FORMAT,
                    "use the newer program that wrote it, or another directory: --data DIR");
        }
        return manifest;
    }

    /**
     * Binds sources to the directory: each name stands for one file for good, and a directory made for other sources only
     * is not taken over by accident. A source that is not named this time keeps what was read of it.
     *
     * @param sources name to absolute file
     */
    public void bind(Map<String, Path> sources) {
        Manifest manifest = manifest();
        if (!manifest.sources().isEmpty()
                && Collections.disjoint(manifest.sources().keySet(), sources.keySet())) {
            throw new DataException(
                    "data directory " + root + " belongs to other sources: "
                            + String.join(", ", new TreeSet<>(manifest.sources().keySet())),
                    "use another directory (--data DIR), or name one of them, too");
        }
        for (Map.Entry<String, String> bound : manifest.sources().entrySet()) {
            Path now = sources.get(bound.getKey());
            if (now != null && !now.toString().equals(bound.getValue())) {
                throw new DataException(
                        "source " + bound.getKey() + " of data directory " + root + " was " + bound.getValue()
                                + " and is now " + now,
                        "use another directory (--data DIR), or let go of the old one: lagzero reset --source "
                                + bound.getKey());
            }
        }
        Map<String, String> texts = new TreeMap<>();
        sources.forEach((name, file) -> texts.put(name, file.toString()));
        JsonFile.write(root.resolve(MANIFEST), manifest.with(texts));
    }

    /** Forgets a source and what was read of it, so that the next start copies it anew. */
    public void forget(String source) {
        Path files = source(source);
        try {
            if (Files.exists(files)) {
                Path gone = Files.createTempDirectory(root, "forgotten-").resolve(source);
                Files.move(files, gone, StandardCopyOption.ATOMIC_MOVE);
                Trees.delete(gone.getParent());
            }
        } catch (IOException e) {
            throw new DataException("cannot delete " + files + ": " + e.getMessage(), "delete it by hand", e);
        }
        JsonFile.write(root.resolve(MANIFEST), manifest().without(source));
    }

    /** Names this directory at this place: the same after every restart, another for a copy of it. */
    public String instance() {
        String name = manifest().id() + root;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    public Path path(String name) {
        return root.resolve(name);
    }

    public Path root() {
        return root;
    }

    /** Where capture keeps what it read of a source. */
    public Path source(String name) {
        return root.resolve("sources").resolve(name);
    }

    public void announce(Endpoints endpoints) {
        JsonFile.write(root.resolve("endpoints.json"), endpoints);
    }

    /** What runs on a directory now, asked from outside: a file left by a dead process says nothing. */
    public static Optional<Endpoints> running(Path root) {
        return JsonFile.read(root.toAbsolutePath().normalize().resolve("endpoints.json"), Endpoints.class)
                .filter(endpoints -> ProcessHandle.of(endpoints.pid())
                        .filter(ProcessHandle::isAlive)
                        .isPresent());
    }

    /** The names of the sources that a directory follows, asked from outside. */
    public static Set<String> sources(Path root) {
        return JsonFile.read(root.toAbsolutePath().normalize().resolve(MANIFEST), Manifest.class)
                .map(manifest -> manifest.sources().keySet())
                .orElse(Set.of());
    }

    @Override
    public void close() {
        try {
            if (!locks.isEmpty()) {
                Files.deleteIfExists(root.resolve("endpoints.json"));
            }
        } catch (IOException e) {
            throw new DataException("cannot delete " + root.resolve("endpoints.json"), "delete it by hand", e);
        } finally {
            locks.forEach(StageLock::close);
            locks.clear();
        }
    }
}
