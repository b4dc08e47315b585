package dev.lagzero.capture.follow;

import dev.lagzero.capture.disk.Disk;
import dev.lagzero.capture.shadow.PageHistory;
import java.nio.file.Path;

/** The folder that keeps a source's pages. What its history holds ready for later counts as free: it is given back first. */
record Room(Path folder, PageHistory history) {

    /** Bytes that may still be written; those held ready are given back when it is less than wanted. */
    long free(long wanted) {
        long free = Disk.free(folder);
        if (free >= wanted) {
            return free;
        }
        history.dropSpares();
        return Disk.free(folder);
    }

    /** Refuses what would not fit; returns the bytes that may still be written. */
    long require(long bytes, String purpose) {
        long free = free(bytes);
        if (free < bytes) {
            Disk.require(folder, bytes, purpose);
        }
        return free;
    }
}
