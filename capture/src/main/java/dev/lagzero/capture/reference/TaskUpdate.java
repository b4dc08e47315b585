package dev.lagzero.capture.reference;

import org.jspecify.annotations.Nullable;

/** What is new of a task; null leaves a field as it is. */
public record TaskUpdate(
        @Nullable TaskStatus status,
        @Nullable String output,
        @Nullable String context,
        @Nullable Integer progressPct,
        @Nullable String currentStep,
        @Nullable String decisionPrompt,
        @Nullable String decision) {

    public static TaskUpdate status(TaskStatus status) {
        return new TaskUpdate(status, null, null, null, null, null, null);
    }

    public static TaskUpdate decision(String decision) {
        return new TaskUpdate(null, null, null, null, null, null, decision);
    }

    public static TaskUpdate progress(int percent, String step) {
        return new TaskUpdate(null, null, null, percent, step, null, null);
    }
}
