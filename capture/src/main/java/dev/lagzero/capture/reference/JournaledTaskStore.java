package dev.lagzero.capture.reference;

import dev.lagzero.capture.store.JournaledMap;
import dev.lagzero.capture.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Tasks in a journaled collection; each operation is one transaction. */
public final class JournaledTaskStore implements AgentTaskStore {

    private static final Comparator<AgentTask> NEWEST_FIRST =
            Comparator.comparing(AgentTask::createdAt).reversed().thenComparingLong(AgentTask::ordinal);
    private static final Comparator<AgentTask> OLDEST_FIRST =
            Comparator.comparing(AgentTask::createdAt).thenComparingLong(AgentTask::ordinal);
    private static final Comparator<AgentTask> LAST_ENDED =
            Comparator.comparing(AgentTask::updatedAt).reversed().thenComparingLong(AgentTask::ordinal);

    private final Store store;
    private final Clock clock;
    private final JournaledMap<String, AgentTask> tasks;

    /** @param store with {@link TaskShape#TASKS} declared */
    public JournaledTaskStore(Store store, Clock clock) {
        this.store = store;
        // A microsecond is what Postgres keeps of a time.
        this.clock = Clock.tick(clock, Duration.ofNanos(1_000));
        this.tasks = store.map(TaskShape.TASKS);
    }

    @Override
    public AgentTask createTask(Draft draft) {
        return store.atomically(() -> {
            Instant now = clock.instant();
            AgentTask task = new AgentTask(
                    tasks.values().stream().mapToLong(AgentTask::ordinal).max().orElse(0) + 1,
                    "task_" + UUID.randomUUID().toString().replace("-", ""),
                    draft.direction(),
                    draft.taskType(),
                    TaskStatus.PENDING,
                    draft.model(),
                    draft.command(),
                    null,
                    draft.context(),
                    null,
                    null,
                    null,
                    null,
                    draft.tier(),
                    null,
                    now,
                    now);
            tasks.put(task.id(), task);
            return task;
        });
    }

    @Override
    public Optional<AgentTask> getTask(String id) {
        return Optional.ofNullable(tasks.get(id));
    }

    private List<AgentTask> tasks(Predicate<AgentTask> wanted, Comparator<AgentTask> order, int limit) {
        return tasks.values().stream().filter(wanted).sorted(order).limit(limit).toList();
    }

    @Override
    public List<AgentTask> listTasks(@Nullable TaskStatus status, @Nullable TaskType type, int limit) {
        return tasks(
                task -> (status == null || task.status() == status) && (type == null || task.taskType() == type),
                NEWEST_FIRST,
                limit);
    }

    @Override
    public Optional<AgentTask> updateTask(String id, TaskUpdate update) {
        return Optional.ofNullable(store.atomically(
                () -> tasks.computeIfPresent(id, (same, task) -> task.updated(update, clock.instant()))));
    }

    @Override
    public List<AgentTask> getAttentionTasks(int limit) {
        return tasks(
                task -> task.status() == TaskStatus.NEEDS_DECISION || task.status() == TaskStatus.FAILED,
                NEWEST_FIRST,
                limit);
    }

    @Override
    public Map<TaskStatus, Long> getTaskCount() {
        return counted(task -> true);
    }

    @Override
    public Map<TaskStatus, Long> getReviewSummary() {
        return counted(task -> task.taskType() == TaskType.REVIEW);
    }

    private Map<TaskStatus, Long> counted(Predicate<AgentTask> wanted) {
        Map<TaskStatus, Long> counts = new EnumMap<>(TaskStatus.class);
        for (TaskStatus status : TaskStatus.values()) {
            counts.put(status, 0L);
        }
        tasks.values().stream().filter(wanted).forEach(task -> counts.merge(task.status(), 1L, Long::sum));
        return counts;
    }

    @Override
    public Map<String, Long> getUsageSummary() {
        Map<String, Long> usage = new TreeMap<>();
        tasks.values().forEach(task -> usage.merge(task.model() == null ? "" : task.model(), 1L, Long::sum));
        return usage;
    }

    @Override
    public PipelineStatus getPipelineStatus(int recent) {
        return store.read(() -> new PipelineStatus(
                tasks(task -> task.status() == TaskStatus.RUNNING, OLDEST_FIRST, Integer.MAX_VALUE),
                tasks(task -> task.status() == TaskStatus.PENDING, OLDEST_FIRST, Integer.MAX_VALUE),
                tasks(
                        task -> task.status() == TaskStatus.COMPLETED || task.status() == TaskStatus.FAILED,
                        LAST_ENDED,
                        recent)));
    }
}
