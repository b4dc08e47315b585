package dev.lagzero.capture.reference;

import static dev.lagzero.capture.store.Columns.integer;
import static dev.lagzero.capture.store.Columns.json;
import static dev.lagzero.capture.store.Columns.table;
import static dev.lagzero.capture.store.Columns.text;

import dev.lagzero.capture.store.RowShape;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.List;

/** How tasks are rows. */
public final class TaskShape {

    /** To be declared when the store is opened. */
    public static final RowShape<String, AgentTask> TASKS = new FieldShape<>(
            table(
                    "agent_tasks",
                    List.of("id"),
                    integer("ordinal"),
                    text("id"),
                    text("direction"),
                    text("task_type"),
                    text("status"),
                    text("model"),
                    text("command"),
                    text("output"),
                    json("context"),
                    integer("progress_pct"),
                    text("current_step"),
                    text("decision_prompt"),
                    text("decision"),
                    text("tier"),
                    text("started_at"),
                    text("created_at"),
                    text("updated_at")),
            TaskShape::fields,
            TaskShape::task,
            AgentTask::id);

    private TaskShape() {}

    private static Object[] fields(AgentTask task) {
        return new Object[] {
            task.ordinal(),
            task.id(),
            task.direction(),
            task.taskType(),
            task.status(),
            task.model(),
            task.command(),
            task.output(),
            task.context(),
            task.progressPct(),
            task.currentStep(),
            task.decisionPrompt(),
            task.decision(),
            task.tier(),
            task.startedAt(),
            task.createdAt(),
            task.updatedAt()
        };
    }

    private static AgentTask task(Image row) {
        return new AgentTask(
                Fields.number(row, "ordinal"),
                Fields.text(row, "id"),
                Fields.text(row, "direction"),
                TaskType.parse(Fields.text(row, "task_type")),
                TaskStatus.parse(Fields.text(row, "status")),
                Fields.textOrNull(row, "model"),
                Fields.textOrNull(row, "command"),
                Fields.textOrNull(row, "output"),
                Fields.textOrNull(row, "context"),
                row.find("progress_pct") instanceof Value.Int percent ? Math.toIntExact(percent.value()) : null,
                Fields.textOrNull(row, "current_step"),
                Fields.textOrNull(row, "decision_prompt"),
                Fields.textOrNull(row, "decision"),
                Fields.textOrNull(row, "tier"),
                Fields.timeOrNull(row, "started_at"),
                Fields.time(row, "created_at"),
                Fields.time(row, "updated_at"));
    }
}
