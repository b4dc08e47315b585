package dev.lagzero.capture.follow;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.file.SqliteFile;
import dev.lagzero.capture.file.WalTail;
import dev.lagzero.capture.file.Writer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherReaderTest {

    @TempDir
    Path folder;

    private Writer writer;
    private Writer application;
    private SqliteFile file;
    private WalTail tail;
    private OtherReader reader;

    @BeforeEach
    void open() throws Exception {
        Path database = folder.resolve("app.db");
        writer = Writer.open(database, "PRAGMA journal_mode=WAL", "PRAGMA wal_autocheckpoint=0", "CREATE TABLE t(v)");
        application = Writer.open(database);
        file = SqliteFile.open("app", database, false);
        tail = file.tail();
        tail.restart(commit -> {});
        reader = new OtherReader(tail);
    }

    @AfterEach
    void close() throws Exception {
        file.close();
        application.close();
        writer.close();
    }

    private void commit() throws Exception {
        writer.run("INSERT INTO t VALUES (1)");
    }

    private void copyBack() throws Exception {
        tail.consume(commit -> {});
        tail.copyBack();
        reader.look(true);
    }

    @Test
    void itIsThereWhenItKeptTheSameFrameBeforeAndAfterACommit() throws Exception {
        commit();
        application.run("BEGIN", "SELECT count(*) FROM t");
        commit();
        copyBack();
        assertFalse(reader.isThere(), "once it may be a writer at the end of its commit");
        commit();
        copyBack();
        assertTrue(reader.isThere());
        application.run("COMMIT");
        copyBack();
        assertFalse(reader.isThere());
    }

    @Test
    void whoIsMetTwiceBetweenTwoCommitsMayBeAWriterThatWasPutAside() throws Exception {
        commit();
        application.run("BEGIN", "SELECT count(*) FROM t");
        commit();
        for (int i = 0; i < 5; i++) {
            copyBack();
        }
        assertFalse(reader.isThere());
    }

    @Test
    void readersThatComeAndGoKeepNothing() throws Exception {
        for (int i = 0; i < 5; i++) {
            commit();
            application.run("BEGIN", "SELECT count(*) FROM t");
            commit();
            copyBack();
            application.run("COMMIT");
        }
        assertFalse(reader.isThere());
    }

    @Test
    void nobodyCanTellWhileOthersCopyBack() throws Exception {
        application.run("BEGIN", "SELECT count(*) FROM t");
        for (int i = 0; i < 3; i++) {
            commit();
            tail.consume(commit -> {});
            tail.copyBack();
            reader.look(false);
        }
        assertFalse(reader.isThere());
    }

    @Test
    void whatCameSinceTheLastLookIsCounted() throws Exception {
        commit();
        copyBack();
        long before = tail.written();
        commit();
        assertTrue(reader.sinceLook() > 0 && reader.sinceLook() == tail.written() - before);
    }
}
