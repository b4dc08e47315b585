package dev.lagzero.sink.gather;

import dev.lagzero.schemas.position.SourcePosition;

/**
 * Something of a source is missing from its partition. The source stands still in front of it, its state is unknown.
 *
 * @param expected the transaction that could not be completed
 * @param found the transaction of the record that came instead
 * @param detail what does not fit, in words for a person
 * @param offset where reading has to begin again to see this hole again
 */
public record Hole(String source, SourcePosition expected, SourcePosition found, String detail, long offset) {

    public String message() {
        return "source " + source + " stands still before " + expected + ": " + detail
                + ". Reset the projection so that its rows are derived again from the changes topic.";
    }
}
