package dev.lagzero.capture.page;

import java.util.Arrays;
import java.util.BitSet;

/** Numbers of pages that may have changed; as large as there are such pages, however large the database is. */
public final class ChangedPages {

    private final int[] numbers;

    private ChangedPages(int[] numbers) {
        this.numbers = numbers;
    }

    /** @param numbers from 1, ascending; nobody changes them any more */
    public static ChangedPages of(int[] numbers) {
        return new ChangedPages(numbers);
    }

    public static ChangedPages of(BitSet numbers) {
        return new ChangedPages(numbers.stream().toArray());
    }

    /** Ascending; callers do not change it. */
    int[] numbers() {
        return numbers;
    }

    public boolean contains(int page) {
        return Arrays.binarySearch(numbers, page) >= 0;
    }

    public BitSet bits() {
        BitSet bits = new BitSet();
        for (int number : numbers) {
            bits.set(number);
        }
        return bits;
    }
}
