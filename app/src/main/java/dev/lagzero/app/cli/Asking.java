package dev.lagzero.app.cli;

import dev.lagzero.app.config.Configuration;
import dev.lagzero.app.config.SourceSettings;
import dev.lagzero.app.data.DataDirectory;
import dev.lagzero.app.data.Endpoints;
import dev.lagzero.app.http.HttpLag;
import dev.lagzero.app.pipeline.Credentials;
import dev.lagzero.app.pipeline.TargetViews;
import dev.lagzero.app.watch.HeadsFromLog;
import dev.lagzero.app.watch.HeadsTail;
import dev.lagzero.control.lag.LagReport;
import dev.lagzero.control.lag.LagSource;
import dev.lagzero.control.lag.SourceLag;
import dev.lagzero.control.lag.TargetLag;
import dev.lagzero.control.lag.TargetView;
import dev.lagzero.schemas.topic.Topics;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whom to ask: the process that runs on the data directory, else the target if it is a server of the user's, else nobody.
 */
final class Asking {

    private final Configuration config;
    private final Optional<Endpoints> running;

    Asking(Configuration config) {
        this.config = config;
        this.running = DataDirectory.running(config.data());
    }

    LagSource lag() {
        if (running.isPresent() && running.get().http() > 0) {
            return new HttpLag(running.get().http());
        }
        Optional<TargetView> target = target().map(credentials -> TargetViews.open(credentials, projection()));
        return target.isPresent() ? new TargetLag(withLog(target.get()), sources()) : this::nobody;
    }

    /** Heads come through the sink into the target; where the log can be reached, a sink that is down hides nothing. */
    private TargetView withLog(TargetView target) {
        String bootstrap = running.map(Endpoints::kafka).orElse(config.kafka().bootstrap());
        if (bootstrap == null) {
            return target;
        }
        String heads = new Topics(pipeline()).heads();
        return new HeadsFromLog(target, new HeadsTail(heads, config.kafka().client(bootstrap)));
    }

    /** The target and who we are there, if it can be reached. */
    Optional<Credentials> target() {
        if (running.isPresent() && running.get().embeddedTarget()) {
            Path postgres = config.data().resolve("postgres");
            return Optional.of(Credentials.embedded(running.get().jdbcUrl(), postgres));
        }
        if (running.isPresent() && config.target().embedded()) {
            return Optional.of(Credentials.of(running.get().jdbcUrl(), System.getenv()));
        }
        return config.target().embedded()
                ? Optional.empty()
                : Optional.of(Credentials.of(config.target(), System.getenv()));
    }

    /** What runs on the data directory, else what the settings name. */
    String pipeline() {
        return running.map(Endpoints::pipeline).orElse(config.pipeline());
    }

    /** What the settings name, else the pipeline's own. */
    String projection() {
        return config.projection().equals(config.pipeline()) ? pipeline() : config.projection();
    }

    /** What the data directory follows, and what the settings name. */
    Set<String> sources() {
        Set<String> sources = new TreeSet<>(DataDirectory.sources(config.data()));
        config.sources().stream().map(SourceSettings::name).forEach(sources::add);
        return sources;
    }

    private LagReport nobody() {
        String cause = "nothing runs on " + config.data().toAbsolutePath().normalize();
        Set<String> sources = sources();
        return new LagReport((sources.isEmpty() ? Set.of("-") : sources)
                .stream().map(source -> SourceLag.unknown(source, cause)).toList());
    }
}
