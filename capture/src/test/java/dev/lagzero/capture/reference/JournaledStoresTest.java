package dev.lagzero.capture.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lagzero.capture.store.MemoryLedger;
import dev.lagzero.capture.store.RowShape;
import dev.lagzero.capture.store.Store;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournaledStoresTest implements GraphStoreContract, AgentTaskStoreContract {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Clock clock = InstantSource.system().withZone(ZoneOffset.UTC);
    private final Store store = open();
    private final GraphStore graph = new JournaledGraphStore(store, standing());
    private final AgentTaskStore tasks = new JournaledTaskStore(store, standing());

    static Store open() {
        Store store = new Store(new MemoryLedger());
        shapes().forEach(store::declare);
        return store;
    }

    private static List<RowShape<?, ?>> shapes() {
        List<RowShape<?, ?>> shapes = new ArrayList<>(GraphShapes.all());
        shapes.add(TaskShape.TASKS);
        return shapes;
    }

    private Clock standing() {
        InstantSource source = () -> now;
        return source.withZone(ZoneOffset.UTC);
    }

    @Override
    public GraphStore store() {
        return graph;
    }

    @Override
    public AgentTaskStore tasks() {
        return tasks;
    }

    @Override
    public void tick() {
        now = now.plus(Duration.ofSeconds(1));
    }

    /** Postgres would round it, and the row would not be what the store has. */
    @Test
    void noTimeIsFinerThanAMicrosecond() {
        now = Instant.parse("2026-01-01T00:00:00.123456789Z");
        Instant kept = Instant.parse("2026-01-01T00:00:00.123456Z");
        assertEquals(
                kept, graph.upsertProject(Project.Draft.of("npm", "a", null)).createdAt());
        AgentTask task = tasks.createTask(AgentTaskStore.Draft.of("a", TaskType.REVIEW));
        assertEquals(
                kept,
                tasks.updateTask(task.id(), TaskUpdate.status(TaskStatus.RUNNING))
                        .orElseThrow()
                        .startedAt());
    }

    @Test
    void theirRowsMakeTheSameStoresAgain() {
        graph.upsertProject(Project.Draft.of("npm", "React", "x"));
        graph.addDependency(new Dependency(new ProjectKey("npm", "react"), new ProjectKey("npm", "dom")));
        Contributor who = graph.createContributor("human", "Ada", "a@b", new BigDecimal("0.10"));
        Asset what = graph.createAsset("model", "code", null);
        graph.createContribution(who.id(), what.id(), new BigDecimal("1E+3"), BigDecimal.ONE);
        AgentTask task = tasks.createTask(AgentTaskStore.Draft.of("a", TaskType.REVIEW));
        tasks.updateTask(task.id(), TaskUpdate.progress(50, "half"));
        Store other = open();
        for (RowShape<?, ?> shape : shapes()) {
            String table = shape.definition().name();
            store.rows(table, row -> other.restore(table, row));
        }
        for (RowShape<?, ?> shape : shapes()) {
            assertEquals(store.map(shape), other.map(shape), shape.definition().name());
        }
        assertEquals(1, new JournaledGraphStore(other, clock).countDependents("npm", "DOM"));
    }
}
