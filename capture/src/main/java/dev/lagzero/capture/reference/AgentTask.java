package dev.lagzero.capture.reference;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task of an agent.
 *
 * @param ordinal the how-manieth it was
 * @param id {@code task_} and hexadecimal digits
 * @param direction 1 to 5000 characters
 * @param model up to 100 characters
 * @param context JSON text
 * @param progressPct 0 to 100
 * @param startedAt when it ran first
 */
public record AgentTask(
        long ordinal,
        String id,
        String direction,
        TaskType taskType,
        TaskStatus status,
        @Nullable String model,
        @Nullable String command,
        @Nullable String output,
        @Nullable String context,
        @Nullable Integer progressPct,
        @Nullable String currentStep,
        @Nullable String decisionPrompt,
        @Nullable String decision,
        @Nullable String tier,
        @Nullable Instant startedAt,
        Instant createdAt,
        Instant updatedAt) {

    public AgentTask {
        if (!id.matches("task_[0-9a-f]+")) {
            throw new IllegalArgumentException("id: \"" + id + "\"; it is task_ and hexadecimal digits");
        }
        Limits.text("direction", direction, 1, 5000);
        if (model != null) {
            Limits.text("model", model, 0, 100);
        }
        if (progressPct != null && (progressPct < 0 || progressPct > 100)) {
            throw new IllegalArgumentException("progress_pct: " + progressPct + "; it is 0 to 100");
        }
    }

    /**
     * What becomes of a task that is told something new. A decision sets one that waits for it running; the first time it
     * runs is kept.
     */
    AgentTask updated(TaskUpdate update, Instant now) {
        TaskStatus asked = update.status() == null ? status : update.status();
        boolean decided = update.decision() != null && status == TaskStatus.NEEDS_DECISION;
        TaskStatus becomes = decided && update.status() == null ? TaskStatus.RUNNING : asked;
        boolean starts = becomes == TaskStatus.RUNNING && startedAt == null;
        return new AgentTask(
                ordinal,
                id,
                direction,
                taskType,
                becomes,
                model,
                command,
                update.output() == null ? output : update.output(),
                update.context() == null ? context : update.context(),
                update.progressPct() == null ? progressPct : update.progressPct(),
                update.currentStep() == null ? currentStep : update.currentStep(),
                update.decisionPrompt() == null ? decisionPrompt : update.decisionPrompt(),
                update.decision() == null ? decision : update.decision(),
                tier,
                starts ? now : startedAt,
                createdAt,
                now);
    }
}
