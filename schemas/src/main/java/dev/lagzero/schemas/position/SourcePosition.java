package dev.lagzero.schemas.position;

/**
 * Where a committed source transaction stands: the epoch (a claim of one capture) and the dense sequence within it.
 * Sequence 0 is the claim itself, 1 the first transaction. Written {@code epoch:sequence}.
 */
public record SourcePosition(long epoch, long sequence) implements Comparable<SourcePosition> {

    public static final SourcePosition NONE = new SourcePosition(0, 0);

    public SourcePosition {
        if (epoch < 0 || sequence < 0) {
            throw new IllegalArgumentException("a position is not negative: " + epoch + ":" + sequence);
        }
    }

    public SourcePosition next() {
        return new SourcePosition(epoch, Math.addExact(sequence, 1));
    }

    /** The first transaction of an epoch is its replacing snapshot: it needs no predecessor. */
    public boolean opensEpoch() {
        return sequence == 1;
    }

    public boolean isAfter(SourcePosition other) {
        return compareTo(other) > 0;
    }

    public static SourcePosition parse(String text) {
        int colon = text.indexOf(':');
        try {
            if (colon > 0) {
                return new SourcePosition(
                        Long.parseLong(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(malformed(text), e);
        }
        throw new IllegalArgumentException(malformed(text));
    }

    private static String malformed(String text) {
        return "a position is written epoch:sequence, as 3:17; got \"" + text + "\"";
    }

    @Override
    public int compareTo(SourcePosition other) {
        return epoch == other.epoch ? Long.compare(sequence, other.sequence) : Long.compare(epoch, other.epoch);
    }

    @Override
    public String toString() {
        return epoch + ":" + sequence;
    }
}
