package dev.lagzero.app.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Stands between a client and a server, and cuts each connection after some bytes. */
final class CuttingProxy implements AutoCloseable {

    private final ServerSocket door;
    private final int server;
    private final Supplier<Cut> cuts;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong passedUp = new AtomicLong();

    /**
     * Where a connection ends.
     *
     * @param up bytes from the client that still pass
     * @param down bytes from the server that still pass
     * @param quiet the server sees an ordinary end of what the client sends, not a broken connection
     */
    record Cut(long up, long down, boolean quiet) {
        static final Cut NOWHERE = new Cut(Long.MAX_VALUE, Long.MAX_VALUE, false);
    }

    private CuttingProxy(ServerSocket door, int server, Supplier<Cut> cuts) {
        this.door = door;
        this.server = server;
        this.cuts = cuts;
    }

    static CuttingProxy start(int server, Supplier<Cut> cuts) throws IOException {
        CuttingProxy proxy = new CuttingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server, cuts);
        Thread.ofPlatform().daemon().start(proxy::accept);
        return proxy;
    }

    int port() {
        return door.getLocalPort();
    }

    /** How many bytes clients have sent through. */
    long passedUp() {
        return passedUp.get();
    }

    /** Ends all connections that there are. */
    void cutAll() {
        cut(open.toArray(Socket[]::new));
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Socket to = new Socket(InetAddress.getLoopbackAddress(), server);
                open.add(client);
                open.add(to);
                Cut cut = cuts.get();
                Thread.startVirtualThread(() -> pass(client, to, cut.up(), cut.quiet(), passedUp));
                Thread.startVirtualThread(() -> pass(to, client, cut.down(), false, new AtomicLong()));
            } catch (IOException e) {
                if (!door.isClosed()) {
                    throw new IllegalStateException("the proxy does not listen", e);
                }
            }
        }
    }

    private void pass(Socket from, Socket to, long most, boolean quiet, AtomicLong passed) {
        byte[] bytes = new byte[8192];
        long left = most;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int read = 0;
            while (left > 0 && read >= 0) {
                read = in.read(bytes, 0, (int) Math.min(bytes.length, left));
                if (read > 0) {
                    out.write(bytes, 0, read);
                    out.flush();
                    left -= read;
                    passed.addAndGet(read);
                }
            }
            if (quiet) {
                to.shutdownOutput();
            } else {
                cut(from, to);
            }
        } catch (IOException alreadyCut) {
            cut(from, to);
        }
    }

    /** Whoever writes into it, or waits at its other end, is told at once. */
    private void cut(Socket... sockets) {
        for (Socket socket : sockets) {
            open.remove(socket);
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException alreadyClosed) {
                open.remove(socket);
            }
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        cutAll();
    }
}
