package dev.lagzero.app.embedded;

import dev.lagzero.app.data.Trees;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/** The broker's log directory: formatted once, as a whole, and never again while it holds anything. */
final class BrokerStorage {

    private BrokerStorage() {}

    /** Formats {@code log} unless it exists. A format that was cut off leaves nothing that counts. */
    static void prepare(Path log) {
        if (Files.exists(log.resolve("meta.properties"))) {
            return;
        }
        if (Files.exists(log)) {
            throw new EmbeddedException(
                    "the broker's directory " + log + " has lost its meta.properties. Restore it, or"
                            + " move the whole data directory away and start again: everything is copied anew");
        }
        Path fresh = log.resolveSibling(log.getFileName() + ".new");
        try {
            Trees.delete(fresh);
            Files.createDirectories(fresh);
            format(fresh);
            Files.move(fresh, log, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new EmbeddedException("cannot format the broker's directory " + log + ": " + e.getMessage(), e);
        }
    }

    private static void format(Path directory) throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Formatter formatter = new Formatter()
                .setPrintStream(new PrintStream(said, true, StandardCharsets.UTF_8))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(BrokerSettings.NODE)
                .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                .setMetadataLogDirectory(directory.toString())
                .addDirectory(directory.toString());
        try {
            formatter.run();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new EmbeddedException("cannot format " + directory + ": " + said.toString(StandardCharsets.UTF_8), e);
        }
    }
}
