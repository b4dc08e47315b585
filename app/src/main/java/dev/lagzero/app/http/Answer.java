package dev.lagzero.app.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;

/**
 * An answer in JSON.
 *
 * @param status of HTTP
 */
public record Answer(int status, ObjectNode body) {

    public static Answer of(ObjectNode body) {
        return new Answer(200, body);
    }

    public static Answer error(int status, String cause) {
        return new Answer(status, JsonNodeFactory.instance.objectNode().put("error", cause));
    }

    public void send(Context context) {
        context.status(status).contentType("application/json").result(body.toString());
    }
}
