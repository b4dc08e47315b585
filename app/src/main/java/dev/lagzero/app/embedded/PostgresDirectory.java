package dev.lagzero.app.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the embedded Postgres keeps: {@code data} (the cluster), {@code pgpass} (the passwords of its roles, in libpq's
 * format and readable by the owner only) and {@code port}.
 */
record PostgresDirectory(Path root) {

    static final List<String> ROLES = List.of("postgres", EmbeddedPostgres.OWNER, EmbeddedPostgres.WRITER);

    PostgresDirectory {
        root = root.toAbsolutePath().normalize();
    }

    Path data() {
        return root.resolve("data");
    }

    Path portFile() {
        return root.resolve("port");
    }

    Path passwordFile() {
        return root.resolve("pgpass");
    }

    /** Role to password; made up on the first call. */
    Map<String, String> passwords() {
        try {
            if (!Files.exists(passwordFile())) {
                writePasswords();
            }
            return Files.readAllLines(passwordFile()).stream()
                    .map(line -> line.split(":", 5))
                    .filter(fields -> fields.length == 5)
                    .collect(Collectors.toMap(fields -> fields[3], fields -> fields[4]));
        } catch (IOException e) {
            throw new EmbeddedException("cannot use the password file " + passwordFile(), e);
        }
    }

    private void writePasswords() throws IOException {
        Files.createDirectories(root);
        Path fresh = root.resolve("pgpass.new");
        writeSecret(
                fresh,
                ROLES.stream()
                        .map(role -> "127.0.0.1:*:*:" + role + ":" + Digest.password())
                        .toList());
        Files.move(fresh, passwordFile(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Writes a new file that nobody but its owner may read, at any moment. */
    void writeSecret(Path file, List<String> lines) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, lines);
    }
}
