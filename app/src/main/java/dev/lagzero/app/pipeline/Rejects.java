package dev.lagzero.app.pipeline;

import dev.lagzero.sink.book.ParkedRow;
import dev.lagzero.sink.book.Parking;
import java.util.List;

/** What of a pipeline is parked in the target, in the order of its changes. */
public final class Rejects {

    private Rejects() {}

    /** Without images. */
    public static List<ParkedRow> of(Credentials credentials, String name) {
        try (PostgresView view = new PostgresView(credentials, name)) {
            return view.ask(connection -> new Parking(name).outlines(connection));
        }
    }
}
