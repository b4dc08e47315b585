package dev.lagzero.schemas.mapping.rule;

import dev.lagzero.schemas.row.Row;
import java.util.List;

/** What no expression should do, in Java, by name. Pure, as everything in a mapping. */
public interface RowFunction {

    /** The columns it reads; a table lacks none of them. */
    List<String> columns();

    /** What cannot be told back from its rows, in words. */
    List<String> losses();

    List<Row.Upsert> rows(Evaluation row);

    /** As a rule. */
    default Rule rule() {
        return row -> rows(row).forEach(row::add);
    }
}
