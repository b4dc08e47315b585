package dev.lagzero.capture.file;

import dev.lagzero.capture.page.Pages;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Finds the pages that differ between what is known of a source and what it holds now. */
public final class PageCompare {

    private PageCompare() {}

    /** Takes the differing pages, in ascending order. */
    @FunctionalInterface
    public interface Sink {
        void page(int number, byte[] content);
    }

    /**
     * Returns whether anything differs, be it only the number of pages.
     *
     * @throws CancellationException when {@code goOn} says no
     */
    public static boolean compare(Pages before, SourceSnapshot after, Sink differing, BooleanSupplier goOn) {
        boolean resized = before.pageCount() > 0 && before.pageSize() != after.pageSize();
        int known = resized ? 0 : Math.min(before.pageCount(), after.pageCount());
        boolean differs = resized || before.pageCount() != after.pageCount();
        BitSet candidates = after.candidates();
        for (int page = next(candidates, 1, known); page <= known; page = next(candidates, page + 1, known)) {
            check(goOn);
            byte[] content = after.read(page);
            if (!Arrays.equals(before.read(page), content)) {
                differing.page(page, content);
                differs = true;
            }
        }
        for (int page = known + 1; page <= after.pageCount(); page++) {
            check(goOn);
            differing.page(page, after.read(page));
        }
        return differs;
    }

    private static void check(BooleanSupplier goOn) {
        if (!goOn.getAsBoolean()) {
            throw new CancellationException("the comparison was broken off");
        }
    }

    private static int next(@org.jspecify.annotations.Nullable BitSet candidates, int from, int known) {
        if (candidates == null) {
            return from;
        }
        int set = candidates.nextSetBit(from);
        return set < 0 ? known + 1 : set;
    }
}
