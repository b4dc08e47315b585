package dev.lagzero.app.embedded;

import dev.lagzero.app.data.Trees;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.jar.JarEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The Postgres server of the binaries on the class path (zonky's archives: a {@code .txz} with {@code bin}, {@code lib}
 * and {@code share}), unpacked once per version into the user's cache.
 */
final class PostgresBinaries {

    /** Root's, and open to all. */
    private static final Path SHARED_CACHE = Path.of("/var/cache/lagzero");

    private PostgresBinaries() {}

    /** The directory that holds {@code bin/postgres}, where the account can reach it. */
    static Path unpacked(Account account) {
        Path cache = account == Account.NOBODY ? SHARED_CACHE : cache();
        String archive = archive();
        URL packed = PostgresBinaries.class.getResource("/" + archive);
        if (packed == null) {
            throw new EmbeddedException("no Postgres for this machine (" + archive + ") is part of this build. Use"
                    + " your own: --target jdbc:postgresql://HOST/DATABASE");
        }
        try {
            Path home = cache.resolve("postgres-" + name(packed));
            if (!Files.isExecutable(home.resolve("bin/postgres"))) {
                unpack(packed, home);
            }
            return home;
        } catch (IOException e) {
            throw new EmbeddedException(
                    "cannot unpack Postgres into " + cache + ": " + e.getMessage()
                            + ". XDG_CACHE_HOME names another place",
                    e);
        }
    }

    /** Follows from the content. What the jar knows of it is enough: 15 MB would be read at each start for a better name. */
    private static String name(URL packed) throws IOException {
        if (packed.openConnection() instanceof JarURLConnection jar) {
            JarEntry entry = jar.getJarEntry();
            return "%08x-%d".formatted(entry.getCrc(), entry.getSize());
        }
        try (InputStream content = packed.openStream()) {
            return Digest.sha256(content.readAllBytes()).substring(0, 16);
        }
    }

    private static String archive() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String machine =
                switch (System.getProperty("os.arch")) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64" -> "arm_64";
                    case String other -> other;
                };
        return "postgres-" + system + "-" + machine + ".txz";
    }

    private static Path cache() {
        String configured = System.getenv("XDG_CACHE_HOME");
        return configured == null || configured.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache", "lagzero")
                : Path.of(configured, "lagzero");
    }

    private static void unpack(URL packed, Path home) throws IOException {
        Files.createDirectories(home.getParent());
        Path fresh = Files.createTempDirectory(home.getParent(), "unpacking");
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(packed.openStream())))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                write(tar, entry, fresh.resolve(entry.getName()).normalize());
            }
        }
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Trees.delete(fresh);
            if (!Files.isExecutable(home.resolve("bin/postgres"))) {
                throw e;
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path file) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink() || entry.isLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, file, StandardCopyOption.REPLACE_EXISTING);
        boolean executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
}
