package dev.lagzero.app.console;

import java.io.PrintWriter;
import java.util.List;

/**
 * Lines for people. On a terminal the last line may be a progress bar that is drawn over itself; elsewhere progress is a
 * plain line now and then. Safe for use by several threads.
 */
public final class Console {

    private static final long PLAIN_INTERVAL_NANOS = 5_000_000_000L;
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintWriter out;
    private final boolean terminal;
    private boolean barShown;
    private long lastPlain = System.nanoTime();

    public Console(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    public synchronized void line(String text) {
        erase();
        out.println(text);
        out.flush();
    }

    public void lines(List<String> texts) {
        texts.forEach(this::line);
    }

    public synchronized void progress(ProgressLine progress) {
        if (terminal) {
            out.print(ERASE_LINE + progress.text());
            out.flush();
            barShown = true;
        } else if (System.nanoTime() - lastPlain > PLAIN_INTERVAL_NANOS) {
            lastPlain = System.nanoTime();
            line(progress.text());
        }
    }

    private void erase() {
        if (barShown) {
            out.print(ERASE_LINE);
            barShown = false;
        }
    }
}
