package dev.lagzero.control.lag;

import java.util.OptionalLong;

/**
 * How far a target is behind its source, stage by stage: what capture has not published, what the stream has not mapped
 * of that, and what the sink has not applied of that. The parts add up to the whole, and all are exactly zero when the
 * target has what the source has.
 */
public record Distance(Part capture, Part stream, Part sink) {

    public static final Distance ZERO = new Distance(Part.ZERO, Part.ZERO, Part.ZERO);

    /**
     * What lies before one stage.
     *
     * @param transactions source transactions
     * @param rows changed rows; empty while they are not counted yet
     * @param millis by the source's own clock, for how long the oldest of them has waited longer than that of the stage
     *     before
     */
    public record Part(long transactions, OptionalLong rows, long millis) {

        public static final Part ZERO = new Part(0, OptionalLong.of(0), 0);

        Part plus(Part other) {
            OptionalLong sum = rows.isPresent() && other.rows.isPresent()
                    ? OptionalLong.of(rows.getAsLong() + other.rows.getAsLong())
                    : OptionalLong.empty();
            return new Part(transactions + other.transactions, sum, millis + other.millis);
        }

        public double seconds() {
            return millis / 1_000.0;
        }
    }

    /** From the source's newest commit to what the target shows. */
    public Part total() {
        return capture.plus(stream).plus(sink);
    }
}
