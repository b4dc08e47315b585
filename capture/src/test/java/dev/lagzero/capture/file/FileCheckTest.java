package dev.lagzero.capture.file;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.fault.CaptureFault;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCheckTest {

    @TempDir
    Path folder;

    @Test
    void aMissingFileIsNamed() {
        assertRefused(folder.resolve("no.db"), "does not exist");
    }

    @Test
    void aDirectoryIsNoDatabase() {
        assertRefused(folder, "is a directory");
    }

    @Test
    void textIsNoDatabase() throws Exception {
        Path file = Files.writeString(folder.resolve("a.csv"), "id,name\n1,x\n".repeat(20), StandardCharsets.UTF_8);
        assertRefused(file, "begins with text");
    }

    @Test
    void noiseMayBeEncrypted() throws Exception {
        byte[] noise = new byte[8192];
        new Random(1).nextBytes(noise);
        assertRefused(Files.write(folder.resolve("x.db"), noise), "encrypted or not a SQLite database");
    }

    @Test
    void aFileThatEndsInItsHeaderIsTruncated() throws Exception {
        byte[] head = java.util.Arrays.copyOf("SQLite format 3\0".getBytes(StandardCharsets.US_ASCII), 50);
        assertRefused(Files.write(folder.resolve("x.db"), head), "truncated");
    }

    @Test
    void aFileShorterThanItsHeaderSaysIsTruncated() throws Exception {
        Path file = folder.resolve("x.db");
        try (Database db = Database.open(file, "CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT)")) {
            db.fill("t", 1000, 200);
        }
        try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
            cut.setLength(cut.length() / 2);
        }
        assertRefused(file, "truncated");
    }

    @Test
    void aLockedDatabaseIsBusyNotBroken() throws Exception {
        Path file = folder.resolve("x.db");
        try (Database db =
                Database.open(file, "PRAGMA locking_mode=EXCLUSIVE", "CREATE TABLE t(v)", "INSERT INTO t VALUES (1)")) {
            SqliteFile.check("x", file, false);
            try (SqliteFile opened = SqliteFile.open("x", file, false)) {
                assertThrows(SourceBusyException.class, () -> FileState.of(opened));
                db.run("PRAGMA locking_mode=NORMAL", "SELECT * FROM t");
            }
        }
    }

    @Test
    void anApplicationThatKeepsItsLogToItselfIsNamed() throws Exception {
        Path file = folder.resolve("x.db");
        Database.open(file, "PRAGMA journal_mode=WAL", "CREATE TABLE t(v)").close();
        try (SqliteFile opened = SqliteFile.open("x", file, false)) {
            try (Database db = Database.open(file, "PRAGMA locking_mode=EXCLUSIVE", "INSERT INTO t VALUES (1)")) {
                String said = String.valueOf(assertThrows(SourceBusyException.class, () -> FileState.of(opened))
                        .getMessage());
                assertTrue(said.contains("PRAGMA locking_mode=NORMAL"), said);
                db.run("INSERT INTO t VALUES (2)");
            }
            FileState.of(opened).close();
        }
    }

    @Test
    void aNetworkFileSystemIsNoPlaceForASource() {
        for (String type : new String[] {"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "fuse.glusterfs"}) {
            assertTrue(PlaceCheck.isNetwork(type), type);
        }
        for (String type :
                new String[] {"ext4", "xfs", "btrfs", "overlay", "tmpfs", "zfs", "apfs", "NTFS", "fuse.ntfs"}) {
            assertFalse(PlaceCheck.isNetwork(type), type);
        }
    }

    private void assertRefused(Path file, String what) {
        CaptureFault refused = assertThrows(CaptureFault.class, () -> {
            try (SqliteFile opened = SqliteFile.open("x", file, false)) {
                FileState.of(opened).close();
            }
        });
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains(what) && message.contains("source x"), message);
    }
}
