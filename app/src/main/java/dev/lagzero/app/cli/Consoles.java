package dev.lagzero.app.cli;

import dev.lagzero.app.console.Console;
import picocli.CommandLine;

/** Where a command's lines go. */
final class Consoles {

    private Consoles() {}

    /** The launcher knows whether the output is a terminal, and says so ({@code -Dlagzero.terminal=true}). */
    static Console of(CommandLine command) {
        return new Console(command.getOut(), Boolean.getBoolean("lagzero.terminal"));
    }
}
