package dev.lagzero.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lagzero.app.pipeline.Holdings;

/** What the target holds, as JSON for the page. Times are milliseconds since 1970. */
final class Overview {

    private Overview() {}

    static ObjectNode of(String pipeline, Holdings holdings) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("pipeline", pipeline);
        ArrayNode tables = json.putArray("tables");
        for (Holdings.Table table : holdings.tables()) {
            tables.addObject()
                    .put("source", table.source())
                    .put("schema", table.schema())
                    .put("name", table.name())
                    .put("rows", table.rows())
                    .put("written", table.written());
        }
        ArrayNode parked = json.putArray("parked");
        for (Holdings.Parked row : holdings.parked()) {
            parked.addObject()
                    .put("source", row.source())
                    .put("table", row.table())
                    .put("key", row.key())
                    .put("reason", row.reason())
                    .put("since_ms", row.since().toEpochMilli());
        }
        return json;
    }
}
