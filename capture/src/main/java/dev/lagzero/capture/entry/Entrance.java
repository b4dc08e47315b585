package dev.lagzero.capture.entry;

import dev.lagzero.capture.store.Requests;
import dev.lagzero.capture.store.RowTables;
import dev.lagzero.capture.store.RowWrite;
import dev.lagzero.capture.store.Store;
import dev.lagzero.capture.store.WrongWrite;
import dev.lagzero.schemas.position.SourcePosition;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where transactions of other programs come into a store. Thread-safe. */
public final class Entrance {

    private final Store store;
    private final RowTables tables;
    private final Requests requests;

    /** @param store with {@link dev.lagzero.capture.store.RequestShape} declared */
    public Entrance(Store store) {
        this.store = store;
        this.tables = new RowTables(store);
        this.requests = new Requests(store);
    }

    /** How the body of a transaction is written. */
    public enum Form {
        /** {@code {"changes": [...]}}. */
        OBJECT,
        /** One change to a line. */
        LINES
    }

    /**
     * Makes a transaction, unless it was made before under the same name.
     *
     * @throws Malformed with the path of the bad field; nothing was done
     * @throws Requests.Conflict when the name does not fit
     * @throws dev.lagzero.capture.journal.RefusedWrite when the store takes nothing now
     */
    public Requests.Made make(Requests.Name name, byte[] body, Form form) {
        List<RowWrite> writes = form == Form.OBJECT ? ChangeList.read(body) : ChangeList.readLines(body);
        try {
            return requests.make(name, digest(body), () -> tables.write(writes));
        } catch (WrongWrite e) {
            String list = form == Form.OBJECT ? "/changes/" : "/";
            throw new Malformed(list + e.index() + e.field(), e.getMessage());
        }
    }

    /**
     * What an import did.
     *
     * @param rows that differed
     */
    public record Imported(SourcePosition position, int rows) {}

    /** Makes the store equal to a snapshot file, in one transaction. */
    public Imported importSnapshot(byte[] json) {
        SnapshotFile file = SnapshotFile.read(json);
        try {
            int rows = store.atomically(() -> new Importing(store).run(file));
            return new Imported(store.newest(), rows);
        } catch (WrongWrite e) {
            throw new Malformed(e.field(), e.getMessage());
        }
    }

    /** Completes when Kafka holds everything that was made before the call. */
    public CompletableFuture<SourcePosition> acknowledged() {
        return store.acknowledged();
    }

    private static String digest(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
