package dev.lagzero.bench.graph;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.change.Header;
import dev.lagzero.schemas.mapping.Normalizer;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import dev.lagzero.sink.target.Target.Batch;
import dev.lagzero.sink.target.Target.SourceTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Transactions of a governance server on its relational tables, as a changes topic has them. */
final class GovernanceChanges implements Batches {

    private static final int TRANSACTIONS = 200;
    private static final int ROWS = 10;
    private static final List<String> EVENT = List.of(
            "id", "timestamp", "agent_id", "event_type", "confidence", "details_json", "metadata_json", "raw_hash");
    private static final List<String> USAGE = List.of(
            "id",
            "timestamp",
            "usage_id",
            "agent_id",
            "session_id",
            "tool_name",
            "latency_ms",
            "success",
            "error_type",
            "payload_json");
    private static final List<String> SESSION =
            List.of("session_key", "agent_id", "api_key", "bound_at", "updated_at", "bind_count");
    private static final List<String> STATE =
            List.of("agent_id", "E", "I", "S", "V", "coherence", "regime", "update_count", "updated_at", "state_json");

    private final String source;
    private final Normalizer normalizer;
    private long sequence;

    GovernanceChanges(String source, Normalizer normalizer) {
        this.source = source;
        this.normalizer = normalizer;
    }

    @Override
    public long rows() {
        return (long) TRANSACTIONS * ROWS;
    }

    /** Mapped when it is asked for, as a stream would. */
    @Override
    public Batch next() {
        List<SourceTransaction> transactions = new ArrayList<>(TRANSACTIONS);
        for (int i = 0; i < TRANSACTIONS; i++) {
            sequence++;
            SourcePosition position = new SourcePosition(1, sequence);
            Header header = new Header(source, "sqlite", "bench.db", position, position.opensEpoch(), null, 0);
            List<RowEvent.Part> parts = new ArrayList<>(ROWS);
            for (int ordinal = 0; ordinal < ROWS; ordinal++) {
                parts.add((RowEvent.Part)
                        normalizer.normalize(change(header, ordinal)).getFirst());
            }
            transactions.add(new SourceTransaction(parts, (RowEvent.Ended)
                    normalizer.normalize(new ChangeEvent.Ended(header, ROWS)).getFirst()));
        }
        return new Batch(transactions, Map.of(), sequence);
    }

    private ChangeEvent change(Header header, int ordinal) {
        long number = header.position().sequence() * ROWS + ordinal;
        Value time = Value.of("2025-12-%02dT17:21:%02d.927817+00:00".formatted(1 + number % 28, number % 60));
        Value agent = Value.of(source + "-agent-" + number % 500);
        return switch (ordinal % 4) {
            case 0 -> change(header, ordinal, "audit_events", event(number, time, agent));
            case 1 -> change(header, ordinal, "tool_usage", usage(number, time, agent));
            case 2 -> change(header, ordinal, "session_identities", session(number, time, agent));
            default -> change(header, ordinal, "agent_state", state(number, time, agent));
        };
    }

    private static ChangeEvent change(Header header, int ordinal, String table, Image after) {
        Image key = after.project(List.of(after.names().getFirst()));
        return new ChangeEvent.RowChanged(header, ordinal, table, key, null, after);
    }

    private static Image event(long number, Value time, Value agent) {
        return new Image(
                EVENT,
                List.of(
                        Value.of(number),
                        time,
                        agent,
                        Value.of("decision"),
                        Value.of(0.75),
                        Value.of("{\"action\": \"proceed\", \"risk\": 0." + number % 97 + "}"),
                        Value.NULL,
                        Value.of("hash-" + number)));
    }

    private static Image usage(long number, Value time, Value agent) {
        return new Image(
                USAGE,
                List.of(
                        Value.of(number),
                        time,
                        Value.NULL,
                        agent,
                        Value.NULL,
                        Value.of("process_update"),
                        Value.of((double) (number % 400)),
                        Value.of(1L),
                        Value.NULL,
                        Value.of("{\"n\": " + number + "}")));
    }

    private Image session(long number, Value time, Value agent) {
        return new Image(
                SESSION,
                List.of(
                        Value.of(source + "-session-" + number),
                        agent,
                        Value.of("key-" + number % 100),
                        time,
                        time,
                        Value.of(number % 7)));
    }

    private static Image state(long number, Value time, Value agent) {
        return new Image(
                STATE,
                List.of(
                        agent,
                        Value.of(0.5),
                        Value.of(0.1 * (number % 10)),
                        Value.of(0.25),
                        Value.of(-0.5),
                        Value.of(0.9),
                        Value.of("STABLE"),
                        Value.of(number),
                        time,
                        Value.of("{\"void\": false}")));
    }
}
