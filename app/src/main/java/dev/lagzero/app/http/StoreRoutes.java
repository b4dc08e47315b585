package dev.lagzero.app.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lagzero.capture.CaptureException;
import dev.lagzero.capture.entry.Entrance;
import dev.lagzero.capture.entry.Malformed;
import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.journal.RefusedWrite;
import dev.lagzero.capture.store.Requests;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.UnauthorizedResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;

/**
 * {@code POST /v1/sources/{source}/transactions} and {@code POST /v1/sources/{source}/snapshot}: transactions of programs
 * in any language. {@code GET /v1/openapi.json} describes them.
 *
 * @param token what a request must bear; empty when none is asked for
 */
public record StoreRoutes(Entrances entrances, String token) implements Routes {

    static final int LARGEST = 64 << 20;

    private static final String LINES = "application/x-ndjson";

    @Override
    public String toString() {
        return "StoreRoutes";
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.post("/v1/sources/{source}/transactions", context -> answer(context, StoreRoutes::transaction));
        routes.post("/v1/sources/{source}/snapshot", context -> answer(context, StoreRoutes::snapshot));
        routes.get("/v1/openapi.json", StoreRoutes::describe);
    }

    private static void describe(Context context) throws IOException {
        try (InputStream document = StoreRoutes.class.getResourceAsStream("openapi.json")) {
            context.contentType("application/json").result(document.readAllBytes());
        }
    }

    private void answer(Context context, BiFunction<Context, Entrance, ObjectNode> work) throws IOException {
        authorize(context);
        String source = context.pathParam("source");
        var entrance = entrances.entrance(source);
        if (entrance.isEmpty()) {
            Answer.error(
                            404,
                            "no store " + source + " runs in this process; name it: lagzero run --source memory:"
                                    + source)
                    .send(context);
            return;
        }
        try {
            ObjectNode body = work.apply(context, entrance.get());
            Answer.of(body.put("source", source)).send(context);
        } catch (Malformed e) {
            send(context, 422, error(e).put("path", e.path()));
        } catch (Requests.Conflict e) {
            ObjectNode body = error(e);
            send(context, 409, e.expected() > 0 ? body.put("expected", e.expected()) : body);
        } catch (IllegalArgumentException e) {
            send(context, 422, error(e).put("path", ""));
        } catch (RefusedWrite e) {
            send(context, status(e.reason()), error(e));
        } catch (CaptureFault | CaptureException e) {
            send(context, 503, error(e));
        }
    }

    private static ObjectNode error(RuntimeException e) {
        return JsonNodeFactory.instance.objectNode().put("error", e.getMessage());
    }

    private static void send(Context context, int status, ObjectNode body) {
        if (status == 429) {
            context.header("Retry-After", "1");
        }
        new Answer(status, body).send(context);
    }

    private static int status(RefusedWrite.Reason reason) {
        return switch (reason) {
            case FULL -> 429;
            case TOO_LARGE -> 413;
            case CLOSED -> 503;
        };
    }

    private void authorize(Context context) {
        String given = String.valueOf(context.header("Authorization"));
        byte[] wanted = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        if (!token.isEmpty() && !MessageDigest.isEqual(wanted, given.getBytes(StandardCharsets.UTF_8))) {
            throw new UnauthorizedResponse("send the token: Authorization: Bearer ...");
        }
    }

    private static ObjectNode transaction(Context context, Entrance entrance) {
        boolean lines = String.valueOf(context.contentType()).startsWith(LINES);
        Requests.Made made = entrance.make(
                RequestName.of(context), body(context), lines ? Entrance.Form.LINES : Entrance.Form.OBJECT);
        settle(context, entrance);
        return JsonNodeFactory.instance
                .objectNode()
                .put("position", made.position().toString())
                .put("repeated", made.repeated());
    }

    private static ObjectNode snapshot(Context context, Entrance entrance) {
        Entrance.Imported imported = entrance.importSnapshot(body(context));
        settle(context, entrance);
        return JsonNodeFactory.instance
                .objectNode()
                .put("position", imported.position().toString())
                .put("changed", imported.rows());
    }

    /** Whoever asks waits until Kafka has it. */
    private static void settle(Context context, Entrance entrance) {
        if ("kafka".equals(context.queryParam("wait"))) {
            try {
                entrance.acknowledged().join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof CaptureFault fault ? fault : e;
            }
        }
    }

    /** Who sends in chunks may be cut off between two of them, and the server does not always notice. */
    private static byte[] body(Context context) {
        if (context.header("Transfer-Encoding") != null) {
            throw new HttpResponseException(
                    411,
                    "send the body with its Content-Length, not in chunks: else a part may be taken for the whole");
        }
        try (InputStream in = context.bodyInputStream()) {
            byte[] body = in.readNBytes(LARGEST + 1);
            if (body.length > LARGEST) {
                throw new RefusedWrite(
                        RefusedWrite.Reason.TOO_LARGE, "a body has at most " + LARGEST + " bytes; send less at once");
            }
            return body;
        } catch (IOException e) {
            throw new HttpResponseException(400, "the body did not arrive whole: " + e.getMessage());
        }
    }
}
