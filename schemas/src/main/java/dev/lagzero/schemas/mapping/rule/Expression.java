package dev.lagzero.schemas.mapping.rule;

import dev.lagzero.schemas.value.Value;

/** A value made from a source row. Throws {@code Unmappable} when the row has none that is exact. */
@FunctionalInterface
public interface Expression {

    Value of(Evaluation row);
}
