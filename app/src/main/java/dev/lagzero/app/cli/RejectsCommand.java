package dev.lagzero.app.cli;

import dev.lagzero.app.config.ConfigException;
import dev.lagzero.app.config.Configuration;
import dev.lagzero.app.console.Table;
import dev.lagzero.app.pipeline.Rejects;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.sink.book.ParkedRow;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "rejects",
        description = {
            "Lists the rows that the target does not show: could not be mapped, or not be held.",
            "Columns: source, table, key, position of the change, reason."
        })
public final class RejectsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOptions config;

    @Override
    public Integer call() {
        Configuration configuration = config.configuration();
        Asking asking = new Asking(configuration);
        List<ParkedRow> rows = Rejects.of(
                asking.target()
                        .orElseThrow(() -> new ConfigException(
                                "nothing runs on "
                                        + configuration.data().toAbsolutePath().normalize()
                                        + ", and its Postgres only runs with it",
                                "start it: lagzero run")),
                asking.projection());
        Table table = new Table("source", "table", "key", "position", "reason");
        for (ParkedRow row : rows) {
            table.row(
                    row.source(),
                    row.table(),
                    ChangeJson.image(row.key()),
                    row.position().toString(),
                    row.reason());
        }
        (rows.isEmpty() ? List.of("nothing is parked") : table.lines())
                .forEach(line -> spec.commandLine().getOut().println(line));
        return Exit.DONE;
    }
}
