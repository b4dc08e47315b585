package dev.lagzero.bench;

import java.nio.file.Path;
import java.util.List;

/** Something that can be measured. */
public interface Bench {

    /** As it is called on the command line. */
    String name();

    /** What is measured, for the list of all benches: a line. */
    String about();

    /** The alternative that the others are compared with. */
    String base();

    /** Why it cannot be run here, and what to try; empty when it can. */
    default String missing() {
        return "";
    }

    /** How often each alternative is run unless told otherwise. */
    default int usualRounds() {
        return 15;
    }

    /** The figures that a picture of the measurements shows; none: the first one that was measured. */
    default List<String> charted() {
        return List.of();
    }

    /**
     * Measures.
     *
     * @param folder empty, on the disk that is to be measured
     * @param rounds how often each alternative is run
     */
    void run(Path folder, int rounds, Measurements into) throws Exception;
}
