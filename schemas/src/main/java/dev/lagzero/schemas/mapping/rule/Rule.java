package dev.lagzero.schemas.mapping.rule;

/** Adds what it makes of a source row to the evaluation's rows. */
@FunctionalInterface
public interface Rule {

    void apply(Evaluation row);

    default Rule when(Condition condition) {
        return row -> {
            if (condition.holds(row)) {
                apply(row);
            }
        };
    }
}
