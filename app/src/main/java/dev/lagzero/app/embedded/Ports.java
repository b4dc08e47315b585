package dev.lagzero.app.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports on the loopback address that are remembered in a file, so that clients find a server again where it was. A port
 * that somebody else has taken meanwhile is replaced. Ports are searched below the range that systems hand out to
 * outgoing connections.
 */
final class Ports {

    private static final int RANGE = 10_000;

    private Ports() {}

    /** The port written in {@code file} if it is free, else the next free one from {@code first} on; then remembered. */
    static int remembered(Path file, int first) {
        OptionalInt before = read(file);
        if (before.isPresent() && isFree(before.getAsInt())) {
            return before.getAsInt();
        }
        return another(file, first);
    }

    /** The first free one; beyond it by chance, because others may be looking for one at this moment. */
    static int another(Path file, int first) {
        for (int port = first;
                port < first + RANGE;
                port += 1 + ThreadLocalRandom.current().nextInt(20)) {
            if (isFree(port)) {
                write(file, port);
                return port;
            }
        }
        throw new EmbeddedException("no free port between " + first + " and " + (first + RANGE) + " on 127.0.0.1");
    }

    static OptionalInt read(Path file) {
        try {
            return OptionalInt.of(Integer.parseInt(Files.readString(file).strip()));
        } catch (NoSuchFileException | NumberFormatException e) {
            return OptionalInt.empty();
        } catch (IOException e) {
            throw new EmbeddedException("cannot read the remembered port in " + file, e);
        }
    }

    private static void write(Path file, int port) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, port + "\n");
        } catch (IOException e) {
            throw new EmbeddedException("cannot remember port " + port + " in " + file, e);
        }
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
