package dev.lagzero.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lagzero.capture.memory.Unpublished;
import dev.lagzero.sink.postgres.PostgresTarget;
import java.io.PrintWriter;
import java.util.Optional;

/** What is said of a reset, in lines or as one JSON object. */
record Resets(String source, boolean json, PrintWriter out) {

    String loss(Unpublished lost) {
        return "the journal of source " + source + " holds " + lost.count() + " transactions (" + lost.first() + " to "
                + lost.last() + ") that neither Kafka is known to hold nor the target shows";
    }

    /** Said before it is done. */
    void losing(Unpublished lost) {
        if (!json) {
            say(loss(lost) + ": they go with it");
        }
    }

    void refused(Unpublished lost) {
        if (json) {
            say(object(false, Optional.of(lost)).toString());
        }
    }

    void done(Optional<Unpublished> lost, Optional<PostgresTarget.Released> released) {
        if (json) {
            ObjectNode object = object(true, lost);
            released.ifPresent(gone -> object.put("tables", gone.tables()).put("rows", gone.rows()));
            say(object.toString());
            return;
        }
        say("source " + source + " is copied anew by the next run"
                + released.map(gone -> "; the target let go of " + gone.tables() + " of its tables"
                                + (gone.rows() == 0 ? "" : " and " + gone.rows() + " of its rows"))
                        .orElse("; there is no target here: name yours (--target) to drop its tables"));
    }

    private ObjectNode object(boolean reset, Optional<Unpublished> lost) {
        ObjectNode object =
                JsonNodeFactory.instance.objectNode().put("source", source).put("reset", reset);
        lost.ifPresent(some -> object.putObject("unpublished")
                .put("transactions", some.count())
                .put("first", some.first().toString())
                .put("last", some.last().toString()));
        return object;
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
