package dev.lagzero.bench.writer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.change.Header;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ToldRowsTest {

    private static final List<String> NAMES = List.of("id", "v");

    private final ToldRows told = new ToldRows();

    ToldRowsTest() {
        told.take(new ChangeEvent.Claimed("s1", 1, "instance", "new", 0));
    }

    private static Header header(long sequence) {
        return new Header("s1", "sqlite", "s.db", new SourcePosition(1, sequence), sequence == 1, null, 0);
    }

    private static Image row(long id, String v) {
        return new Image(NAMES, List.of(Value.of(id), Value.of(v)));
    }

    private static ChangeEvent change(long sequence, long ordinal, @Nullable Image before, @Nullable Image after) {
        Image key = (after == null ? before : after).project(List.of("id"));
        return new ChangeEvent.RowChanged(header(sequence), ordinal, "t", key, before, after);
    }

    private void tell(ChangeEvent... events) {
        List.of(events).forEach(told::take);
    }

    private static RowSum sum(Image... rows) {
        RowSum sum = RowSum.NONE;
        for (Image row : rows) {
            sum = sum.plus(row.values());
        }
        return sum;
    }

    @Test
    void rowsThatComeChangeAndGoLeaveTheSumOfWhatIsThereInAnyOrder() {
        tell(
                change(1, 0, null, row(1, "a")),
                change(1, 1, null, row(2, "b")),
                new ChangeEvent.Ended(header(1), 2),
                change(2, 0, row(1, "a"), row(1, "c")),
                change(2, 1, row(2, "b"), null),
                change(2, 2, null, row(3, "d")),
                new ChangeEvent.Ended(header(2), 3));
        assertEquals(Map.of("t", sum(row(3, "d"), row(1, "c"))), told.sums());
    }

    @Test
    void whatIsToldAgainCountsOnce() {
        ChangeEvent first = change(1, 0, null, row(1, "a"));
        ChangeEvent end = new ChangeEvent.Ended(header(1), 1);
        tell(first, first, end, first, end);
        assertEquals(Map.of("t", sum(row(1, "a"))), told.sums());
    }

    @Test
    void aPartThatIsMissingIsNoticedAtTheEnd() {
        tell(change(1, 0, null, row(1, "a")));
        ChangeEvent end = new ChangeEvent.Ended(header(1), 2);
        assertThrows(IllegalStateException.class, () -> told.take(end));
    }

    @Test
    void aTransactionThatIsMissingIsNoticed() {
        tell(new ChangeEvent.Ended(header(1), 0));
        ChangeEvent end = new ChangeEvent.Ended(header(3), 0);
        assertThrows(IllegalStateException.class, () -> told.take(end));
    }

    @Test
    void aWrongImageBeforeLeavesAnotherSum() {
        tell(
                change(1, 0, null, row(1, "a")),
                new ChangeEvent.Ended(header(1), 1),
                change(2, 0, row(1, "x"), row(1, "c")),
                new ChangeEvent.Ended(header(2), 1));
        assertNotEquals(Map.of("t", sum(row(1, "c"))), told.sums());
    }
}
