package dev.lagzero.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.app.http.LagRoutes;
import dev.lagzero.app.http.WebServer;
import dev.lagzero.control.lag.History;
import dev.lagzero.control.lag.LagReport;
import dev.lagzero.control.lag.SourceLag;
import dev.lagzero.control.lag.Standing;
import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.position.SourcePosition;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Asked of a process at a URL. */
class WaitCommandTest {

    private static final SourcePosition P = new SourcePosition(1, 5);

    private volatile LagReport report = new LagReport(List.of(equal("shop"), equal("till")));

    @Test
    void whatIsThereIsNotWaitedFor() throws IOException {
        assertEquals(Exit.DONE, ask("--timeout", "5s").code());
        assertEquals(Exit.DONE, ask("--source", "till", "--position", "1:5").code());
        Cli silent = Cli.run("status", "--url", "http://127.0.0.1:1");
        assertEquals(Exit.FAILED, silent.code(), silent.out());
        assertTrue(silent.err().contains("does not answer at http://127.0.0.1:1"), silent.err());
        Cli status = asked("status");
        assertEquals(Exit.DONE, status.code(), status.err());
        assertTrue(status.out().contains("till  CONSISTENT at 1:5"), status.out());
    }

    @Test
    void aSourceThatIsNotThereEndsItAtOnceWithThoseThatAre() throws IOException {
        long began = System.nanoTime();
        Cli said = ask("--source", "shp", "--timeout", "60s");
        assertEquals(Exit.USAGE, said.code(), said.err());
        assertTrue(said.err().contains("no source shp") && said.err().contains("shop, till"), said.err());
        assertTrue(System.nanoTime() - began < 30_000_000_000L, "it waited");
    }

    @Test
    void whileNobodyKnowsTheNameMayBeRight() throws IOException {
        report = new LagReport(List.of(SourceLag.unknown("shop", "starting or ending")));
        Cli said = ask("--source", "shp", "--timeout", "300ms");
        assertEquals(Exit.USAGE, said.code(), said.err());
        assertTrue(said.err().contains("name one of: shop"), said.err());
        Cli late = ask("--source", "shop", "--timeout", "300ms");
        assertEquals(Exit.NOT_MET, late.code(), late.err());
        assertTrue(late.out().contains("starting or ending"), late.out());
    }

    private Cli ask(String... options) throws IOException {
        return asked("wait", options);
    }

    private Cli asked(String command, String... options) throws IOException {
        try (WebServer server =
                WebServer.start(freePort(), List.of(new LagRoutes(() -> report, new History()::json)))) {
            String[] arguments = new String[options.length + 3];
            arguments[0] = command;
            arguments[1] = "--url";
            arguments[2] = server.address();
            System.arraycopy(options, 0, arguments, 3, options.length);
            return Cli.run(arguments);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static SourceLag equal(String source) {
        Head head = new Head(source, P, P, true, "", "", "i", 1_000);
        return SourceLag.of(source, Optional.of(head), new Standing(P, 0, null, null), 1_000);
    }
}
