package dev.lagzero.capture.reference;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tasks of agents. Lists are newest first; of what is equally old, what was made first. */
public interface AgentTaskStore {

    /** What is asked of an agent. */
    record Draft(
            String direction,
            TaskType taskType,
            @Nullable String model,
            @Nullable String command,
            @Nullable String context,
            @Nullable String tier) {
        public static Draft of(String direction, TaskType taskType) {
            return new Draft(direction, taskType, null, null, null, null);
        }
    }

    AgentTask createTask(Draft draft);

    Optional<AgentTask> getTask(String id);

    /** @param status and {@code type}: only those; null for all */
    List<AgentTask> listTasks(@Nullable TaskStatus status, @Nullable TaskType type, int limit);

    /** The task as it is then; empty when there is none. */
    Optional<AgentTask> updateTask(String id, TaskUpdate update);

    /** Those that failed or wait for a decision. */
    List<AgentTask> getAttentionTasks(int limit);

    /** How many there are of each status, all of them named. */
    Map<TaskStatus, Long> getTaskCount();

    /** How many reviews there are of each status. */
    Map<TaskStatus, Long> getReviewSummary();

    /** How many tasks each model was given; tasks without a model count as {@code ""}. */
    Map<String, Long> getUsageSummary();

    /**
     * What is under way.
     *
     * @param running and {@code pending}: oldest first
     * @param recent the last that ended, newest first
     */
    record PipelineStatus(List<AgentTask> running, List<AgentTask> pending, List<AgentTask> recent) {}

    PipelineStatus getPipelineStatus(int recent);
}
