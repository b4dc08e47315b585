package dev.lagzero.app.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How programs of the server are run here. The server leads its own session, so that a Ctrl-C in the terminal reaches us
 * and not what runs beneath us.
 */
final class PostgresCommands {

    private final Path home;
    private final Account account;
    private final List<String> prefix = new ArrayList<>();

    PostgresCommands(Path home, Account account) {
        this.home = home;
        this.account = account;
        if (Account.works(List.of("setsid", "true"))) {
            prefix.add("setsid");
        }
        prefix.addAll(account.prefix());
    }

    Account account() {
        return account;
    }

    ProcessBuilder command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        builder.redirectErrorStream(true);
        return builder;
    }
}
