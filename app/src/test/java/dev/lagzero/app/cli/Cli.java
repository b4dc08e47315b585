package dev.lagzero.app.cli;

import dev.lagzero.app.Main;
import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command said and ended with, run in this process. */
record Cli(int code, String out, String err) {

    static Cli run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(args, new PrintWriter(out), new PrintWriter(err));
        return new Cli(code, out.toString(), err.toString());
    }
}
