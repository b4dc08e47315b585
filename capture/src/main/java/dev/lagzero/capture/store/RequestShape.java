package dev.lagzero.capture.store;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.List;

/** What is remembered of requests, as rows of {@code lagzero_requests}. */
public enum RequestShape implements RowShape<String, Requests.Request> {
    REQUESTS;

    @Override
    public TableDefinition definition() {
        return Columns.table(
                "lagzero_requests",
                List.of("name"),
                Columns.text("name"),
                Columns.integer("number"),
                Columns.text("digest"),
                Columns.text("position"));
    }

    @Override
    public List<Value> row(String name, Requests.Request request) {
        return List.of(
                Value.of(name),
                Value.of(request.number()),
                Value.of(request.digest()),
                Value.of(request.position().toString()));
    }

    @Override
    public String key(Image row) {
        return text(row, "name");
    }

    @Override
    public Requests.Request value(Image row) {
        return new Requests.Request(
                ((Value.Int) row.get("number")).value(),
                text(row, "digest"),
                SourcePosition.parse(text(row, "position")));
    }

    private static String text(Image row, String column) {
        return ((Value.Text) row.get(column)).value();
    }
}
