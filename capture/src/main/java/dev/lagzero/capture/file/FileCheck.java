package dev.lagzero.capture.file;

import dev.lagzero.capture.fault.CaptureFault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Says in plain words why a path cannot be a source. It opens and closes the file, so it must run before this process
 * holds a lock on it: closing any descriptor of a file gives up all of a process's POSIX locks on it.
 */
final class FileCheck {

    private FileCheck() {}

    static void check(String source, Path file, boolean readOnly) {
        if (Files.isDirectory(file)) {
            throw new CaptureFault(what(source, file) + " is a directory. Name the database file in it.");
        }
        if (!Files.exists(file)) {
            throw new CaptureFault(what(source, file) + " does not exist. Check the path; a relative one starts at "
                    + Path.of("").toAbsolutePath() + ".");
        }
        if (!Files.isReadable(file)) {
            throw new CaptureFault(what(source, file) + " cannot be read by user " + System.getProperty("user.name")
                    + ". Grant read permission, or run as a user who has it.");
        }
        PlaceCheck.check(source, file);
        checkContent(source, file, readOnly);
    }

    private static byte[] head(String source, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(DatabaseHeader.SIZE);
        } catch (IOException e) {
            throw new CaptureFault(what(source, file) + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void checkContent(String source, Path file, boolean readOnly) {
        byte[] head = head(source, file);
        if (head.length == 0) {
            return;
        }
        if (!DatabaseHeader.hasMagic(head)) {
            throw new CaptureFault(what(source, file)
                    + (isText(head)
                            ? " is not a SQLite database: it begins with text."
                            : " is encrypted or not a SQLite database: it does not begin with SQLite's header. Capture reads"
                                    + " plain database files only."));
        }
        if (head.length < DatabaseHeader.SIZE) {
            throw new CaptureFault(what(source, file) + " is truncated: it ends within its header, after " + head.length
                    + " bytes. Restore it from a backup.");
        }
        DatabaseHeader header = DatabaseHeader.parse(head);
        if (!header.hasValidPageSize()) {
            throw new CaptureFault(what(source, file) + " is damaged or encrypted: its header names a page size of "
                    + header.pageSize() + " bytes.");
        }
        if (!readOnly) {
            checkPermission(source, file, header);
        }
    }

    /**
     * SQLite lets nobody read a WAL database, or recover one after a crash, without a shared-memory file beside it; and
     * who copies a log back writes to the database.
     */
    private static void checkPermission(String source, Path file, DatabaseHeader header) {
        Path folder = file.toAbsolutePath().getParent();
        if (!header.wal() || folder == null) {
            return;
        }
        if (!Files.isWritable(folder)) {
            throw new CaptureFault(what(source, file) + " is in WAL mode, and the folder " + folder + cannotBeWritten()
                    + ": readers need to create " + file.getFileName()
                    + "-shm there. Grant write permission on the folder.");
        }
        for (String suffix : List.of("", "-wal", "-shm")) {
            Path part = folder.resolve(file.getFileName() + suffix);
            if (Files.exists(part) && !Files.isWritable(part)) {
                throw new CaptureFault(
                        what(source, file) + " is in WAL mode, and " + part + cannotBeWritten()
                                + ": capture keeps its log short by copying it back. Grant write permission, or try --read-only.");
            }
        }
    }

    private static String cannotBeWritten() {
        return " cannot be written by user " + System.getProperty("user.name");
    }

    /** Checked under a lock, and when no log holds the rest: nobody is about to complete the file. */
    static void checkWhole(String source, Path file, DatabaseHeader header, long size) {
        if (header.counted() && header.pageCount() * header.pageSize() > size) {
            throw new CaptureFault(what(source, file) + " is truncated: its header counts " + header.pageCount()
                    + " pages of " + header.pageSize() + " bytes, but the file has " + size
                    + " bytes. Restore it from a backup.");
        }
    }

    /** Looks for the plainest reason why SQLite calls a file malformed. */
    static void checkWhole(String source, Path file) {
        byte[] head = head(source, file);
        if (head.length == DatabaseHeader.SIZE) {
            checkWhole(source, file, DatabaseHeader.parse(head), file.toFile().length());
        }
    }

    static String what(String source, Path file) {
        return "source " + source + ": " + file;
    }

    private static boolean isText(byte[] head) {
        for (byte b : head) {
            if (b < 0x09 || (b > 0x0d && b < 0x20) || b == 0x7f) {
                return false;
            }
        }
        return true;
    }
}
