package dev.lagzero.stream.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;

/** Two facts on disk: what this process calls itself to Kafka, and which changes topic it has read. */
public final class StateDirectory {

    private final Path directory;

    public StateDirectory(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("making the stream's directory " + directory, e);
        }
    }

    /** The same after every restart, and different from all others'. */
    public String instance() {
        return read("instance").orElseGet(() -> {
            String made = UUID.randomUUID().toString();
            write("instance", made);
            return made;
        });
    }

    /** Kafka's id of the changes topic that was read from here; empty when there was none. */
    public Optional<String> changesTopic() {
        return read("changes-topic");
    }

    public void changesTopic(String topicId) {
        write("changes-topic", topicId);
    }

    private Optional<String> read(String name) {
        Path file = directory.resolve(name);
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }

    private void write(String name, String text) {
        Path file = directory.resolve(name);
        Path draft = directory.resolve(name + ".new");
        try {
            Files.writeString(draft, text);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + file, e);
        }
    }
}
