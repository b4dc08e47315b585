package dev.lagzero.capture.file;

import dev.lagzero.capture.fault.CaptureFault;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Where a database must not lie. SQLite's locks and its shared memory hold among the processes of one host (SQLite,
 * "Write-Ahead Logging", section 1); over a network, commits of another host would go unseen.
 */
final class PlaceCheck {

    private static final Set<String> NETWORK = Set.of(
            "nfs", "nfs3", "nfs4", "cifs", "smb2", "smb3", "smbfs", "afs", "ncpfs", "coda", "ceph", "lustre", "beegfs",
            "gfs", "gfs2", "ocfs2", "gpfs", "davfs", "davfs2");

    private static final Set<String> NETWORK_BY_FUSE = Set.of(
            "sshfs",
            "glusterfs",
            "s3fs",
            "rclone",
            "davfs2",
            "gcsfuse",
            "cephfs",
            "ceph-fuse",
            "curlftpfs",
            "smbnetfs");

    private PlaceCheck() {}

    static void check(String source, Path file) {
        try {
            FileStore store = Files.getFileStore(file);
            if (isNetwork(store.type())) {
                throw new CaptureFault(FileCheck.what(source, file) + " lies on a network file system (" + store.type()
                        + ", " + store.name() + "): SQLite's locks hold on one host only, so commits could be missed."
                        + " Run the capture on the host whose disk holds the file.");
            }
        } catch (IOException e) {
            throw new CaptureFault(FileCheck.what(source, file) + " cannot be looked up: " + e.getMessage(), e);
        }
    }

    /** @param type as the operating system names it, {@code ext4} or {@code fuse.sshfs} */
    static boolean isNetwork(String type) {
        String name = type.toLowerCase(Locale.ROOT);
        return NETWORK.contains(name)
                || (name.startsWith("fuse.") && NETWORK_BY_FUSE.contains(name.substring("fuse.".length())));
    }
}
