package dev.lagzero.capture.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store of agent tasks does, wherever it keeps its rows; see {@link GraphStoreContract}. */
public interface AgentTaskStoreContract {

    /** An empty store; its clock stands until {@link #tick()}. */
    AgentTaskStore tasks();

    void tick();

    @Test
    default void aTaskRunsAndRemembersWhenItFirstDid() {
        AgentTask made = tasks().createTask(AgentTaskStore.Draft.of("do it", TaskType.IMPL));
        assertEquals(TaskStatus.PENDING, made.status());
        assertNull(made.startedAt());
        tick();
        AgentTask running = tasks().updateTask(made.id(), TaskUpdate.status(TaskStatus.RUNNING))
                .orElseThrow();
        assertEquals(running.updatedAt(), running.startedAt());
        tick();
        tasks().updateTask(made.id(), TaskUpdate.status(TaskStatus.FAILED));
        AgentTask again = tasks().updateTask(made.id(), TaskUpdate.status(TaskStatus.RUNNING))
                .orElseThrow();
        assertEquals(running.startedAt(), again.startedAt(), "the first time counts");
        assertTrue(again.updatedAt().isAfter(running.updatedAt()));
        assertEquals(Optional.of(again), tasks().getTask(made.id()));
        assertEquals(Optional.empty(), tasks().updateTask("task_0", TaskUpdate.status(TaskStatus.FAILED)));
    }

    @Test
    default void aDecisionSetsOneThatWaitsForItRunning() {
        AgentTask made = tasks().createTask(AgentTaskStore.Draft.of("ask", TaskType.SPEC));
        assertEquals(
                TaskStatus.PENDING,
                tasks().updateTask(made.id(), TaskUpdate.decision("early"))
                        .orElseThrow()
                        .status());
        tasks().updateTask(made.id(), TaskUpdate.status(TaskStatus.NEEDS_DECISION));
        assertEquals(1, tasks().getAttentionTasks(10).size());
        AgentTask decided =
                tasks().updateTask(made.id(), TaskUpdate.decision("yes")).orElseThrow();
        assertEquals(TaskStatus.RUNNING, decided.status());
        assertEquals("yes", decided.decision());
        assertEquals(decided.updatedAt(), decided.startedAt());
        assertTrue(tasks().getAttentionTasks(10).isEmpty());
    }

    @Test
    default void whatIsOutOfBoundsIsRefusedAndChangesNothing() {
        assertThrows(
                IllegalArgumentException.class, () -> tasks().createTask(AgentTaskStore.Draft.of("", TaskType.SPEC)));
        assertThrows(IllegalArgumentException.class, () -> tasks().createTask(
                        AgentTaskStore.Draft.of("x".repeat(5001), TaskType.SPEC)));
        AgentTask made = tasks().createTask(AgentTaskStore.Draft.of("x".repeat(5000), TaskType.SPEC));
        assertThrows(IllegalArgumentException.class, () -> tasks().updateTask(
                        made.id(), TaskUpdate.progress(101, "too far")));
        assertEquals(Optional.of(made), tasks().getTask(made.id()));
        assertTrue(made.id().matches("task_[0-9a-f]+"));
    }

    @Test
    default void listsAndSummariesCountWhatIsThere() {
        AgentTask a = tasks().createTask(AgentTaskStore.Draft.of("a", TaskType.REVIEW));
        AgentTask b = tasks().createTask(AgentTaskStore.Draft.of("b", TaskType.TEST));
        tick();
        AgentTask c = tasks().createTask(new AgentTaskStore.Draft("c", TaskType.REVIEW, "m", null, "{}", "t"));
        assertEquals(List.of(c, a, b), tasks().listTasks(null, null, 10));
        assertEquals(List.of(c, a), tasks().listTasks(TaskStatus.PENDING, TaskType.REVIEW, 10));
        tasks().updateTask(a.id(), TaskUpdate.status(TaskStatus.COMPLETED));
        tasks().updateTask(b.id(), TaskUpdate.status(TaskStatus.RUNNING));
        assertEquals(1L, tasks().getTaskCount().get(TaskStatus.COMPLETED));
        assertEquals(0L, tasks().getTaskCount().get(TaskStatus.FAILED));
        assertEquals(1L, tasks().getReviewSummary().get(TaskStatus.PENDING));
        assertEquals(Map.of("", 2L, "m", 1L), tasks().getUsageSummary());
        AgentTaskStore.PipelineStatus pipeline = tasks().getPipelineStatus(5);
        assertEquals(
                List.of(b.id()), pipeline.running().stream().map(AgentTask::id).toList());
        assertEquals(List.of(c), pipeline.pending());
        assertEquals(
                List.of(a.id()), pipeline.recent().stream().map(AgentTask::id).toList());
    }
}
