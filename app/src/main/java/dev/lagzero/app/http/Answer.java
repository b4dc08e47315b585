package dev.lagzero.app.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** @param status of HTTP */
record Answer(int status, ObjectNode body) {

    static Answer of(ObjectNode body) {
        return new Answer(200, body);
    }

    static Answer error(int status, String cause) {
        return new Answer(status, JsonNodeFactory.instance.objectNode().put("error", cause));
    }
}
