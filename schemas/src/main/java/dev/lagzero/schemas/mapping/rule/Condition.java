package dev.lagzero.schemas.mapping.rule;

/** Whether a rule applies to a source row. */
@FunctionalInterface
public interface Condition {

    Condition ALWAYS = row -> true;

    boolean holds(Evaluation row);
}
