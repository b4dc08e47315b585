package dev.lagzero.capture.disk;

import dev.lagzero.capture.fault.CaptureFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Durable writes in the data directory. */
public final class Disk {

    private Disk() {}

    /** Makes creations, renames and deletions in a directory survive a power loss. */
    public static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Replaces a small file: afterwards it holds all of {@code content}; after a crash, all of the old or all of the new. */
    public static void replace(Path target, byte[] content) throws IOException {
        Path temporary = target.resolveSibling(target.getFileName() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            writeFully(channel, ByteBuffer.wrap(content), 0);
            channel.force(true);
        }
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(directoryOf(target));
    }

    public static void writeFully(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    /** Reads until {@code bytes} is full or the file ends; returns how many bytes were read. */
    public static int readFully(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        int start = bytes.position();
        while (bytes.hasRemaining()) {
            int count = channel.read(bytes, position + bytes.position() - start);
            if (count < 0) {
                break;
            }
        }
        return bytes.position() - start;
    }

    /** What went wrong in the data directory, in words; a full disk is told from other errors. */
    public static CaptureFault fault(Path path, String doing, IOException cause) {
        String text = String.valueOf(cause.getMessage());
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("quota exceeded") || lower.contains("not enough space")) {
            return new CaptureFault(
                    "the disk of the data directory is full (" + doing + " " + path + "): " + freeWords(path)
                            + " are free. Nothing was published by halves. Free some space, or give --data DIR on a larger"
                            + " disk, and start again.",
                    cause);
        }
        return new CaptureFault(
                doing + " " + path + " failed: " + text + ". Check the data directory and its disk.", cause);
    }

    /** Refuses to begin what would not fit. */
    public static void require(Path directory, long bytes, String purpose) {
        long usable = free(directory);
        if (usable < bytes) {
            throw new CaptureFault("the disk of the data directory " + directory + " has " + megabytes(usable)
                    + " free, but " + purpose + " needs about " + megabytes(bytes)
                    + ". Free some space, or give --data DIR on a larger disk.");
        }
    }

    /** Bytes that may still be written on the disk of a directory. */
    public static long free(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            throw fault(directory, "looking for free space in", e);
        }
    }

    private static String freeWords(Path path) {
        try {
            return megabytes(Files.getFileStore(directoryOf(path)).getUsableSpace());
        } catch (IOException e) {
            return "an unknown number of bytes (" + e.getMessage() + ")";
        }
    }

    private static String megabytes(long bytes) {
        return Math.ceilDiv(bytes, 1L << 20) + " MB";
    }

    private static Path directoryOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file : parent;
    }
}
