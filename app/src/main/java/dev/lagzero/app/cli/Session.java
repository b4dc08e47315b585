package dev.lagzero.app.cli;

import dev.lagzero.app.config.Configuration;
import dev.lagzero.app.config.SourceSettings;
import dev.lagzero.app.console.Console;
import dev.lagzero.app.console.LogFile;
import dev.lagzero.app.data.DataDirectory;
import dev.lagzero.app.data.Endpoints;
import dev.lagzero.app.metrics.Metrics;
import dev.lagzero.app.pipeline.CatalogCheck;
import dev.lagzero.app.pipeline.LiveLag;
import dev.lagzero.app.pipeline.Outcome;
import dev.lagzero.app.pipeline.Pipeline;
import dev.lagzero.app.pipeline.RealStages;
import dev.lagzero.app.pipeline.Servers;
import dev.lagzero.app.pipeline.SourceCheck;
import dev.lagzero.app.pipeline.StageKind;
import dev.lagzero.app.pipeline.Watch;
import dev.lagzero.app.watch.LogWatch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One run of some stages, from taking the data directory to putting everything down in order. */
final class Session {

    private final Configuration config;
    private final List<StageKind> stages;
    private final int port;
    private final Console console;
    private final LiveAnswers live;
    private final Metrics metrics;

    /** @param port for HTTP on 127.0.0.1; 0: none */
    Session(Configuration config, List<StageKind> stages, int port, Console console) {
        this.config = config;
        this.stages = stages;
        this.port = port;
        this.console = console;
        this.metrics = new Metrics(config.pipeline());
        this.live = new LiveAnswers(config.pipeline(), config.sources());
    }

    /** @param untilCaughtUp end when the target equals the sources, too */
    Outcome run(boolean untilCaughtUp) throws InterruptedException {
        try (StopSignal signal = new StopSignal()) {
            Outcome outcome = run(signal, untilCaughtUp);
            signal.code(outcome instanceof Outcome.Asked ? Exit.DONE : Exit.FAILED);
            return outcome;
        }
    }

    private Outcome run(StopSignal signal, boolean untilCaughtUp) throws InterruptedException {
        if (stages.contains(StageKind.CAPTURE)) {
            SourceCheck.check(config.sources());
            CatalogCheck.check(config);
        }
        List<String> held = stages.stream().map(StageKind::word).toList();
        try (DataDirectory data = DataDirectory.open(config.data(), held);
                LogFile log = LogFile.open(data.path("logs").resolve(logName()))) {
            if (stages.contains(StageKind.CAPTURE)) {
                data.bind(files());
            }
            if (port == 0) {
                return follow(data, log, signal, untilCaughtUp);
            }
            try (Web web = Web.start(port, config, stages, live, metrics)) {
                console.line((stages.contains(StageKind.SINK) ? "page      " : "http      ") + web.address());
                return follow(data, log, signal, untilCaughtUp);
            }
        }
    }

    private Outcome follow(DataDirectory data, LogFile log, StopSignal signal, boolean untilCaughtUp)
            throws InterruptedException {
        try (Servers servers = Servers.start(config, stages, data, console);
                RealStages starter = new RealStages(config, stages, data, servers, metrics);
                Pipeline pipeline = Pipeline.start(starter, config.sources(), stages);
                LiveLag lag = LiveLag.start(pipeline, LogWatch.start(starter.log()))) {
            live.runs(new LiveAnswers.Running(pipeline, lag));
            announce(data, servers);
            greet(servers, starter, log);
            return new Watch(pipeline, servers.stopped(), console, signal.asked()).run(untilCaughtUp);
        } finally {
            live.runs(null);
        }
    }

    private String logName() {
        return (stages.equals(StageKind.ALL) ? "lagzero" : stages.getFirst().word()) + ".log";
    }

    private Map<String, Path> files() {
        Map<String, Path> files = new TreeMap<>();
        config.sources().forEach(source -> files.put(source.name(), source.file()));
        return files;
    }

    private void announce(DataDirectory data, Servers servers) {
        if (stages.equals(StageKind.ALL)) {
            data.announce(new Endpoints(
                    ProcessHandle.current().pid(),
                    config.pipeline(),
                    servers.bootstrap(),
                    servers.credentials().jdbcUrl(),
                    config.target().embedded(),
                    config.http()));
        }
    }

    private void greet(Servers servers, RealStages starter, LogFile log) {
        Map<String, String> schemas = starter.schemas();
        for (SourceSettings source : config.sources()) {
            String schema = schemas.get(source.name());
            console.line("source    " + source.name() + " (" + source.file() + ")"
                    + (schema == null ? "" : " -> schema " + schema));
        }
        if (servers.psqlCommand() != null) {
            console.line("look      " + servers.psqlCommand());
        }
        console.line("log       " + log.file());
    }
}
