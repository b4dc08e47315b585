package dev.lagzero.bench;

import java.nio.file.Path;

/** Something that can be measured. */
public interface Bench {

    /** As it is called on the command line. */
    String name();

    /** The alternative that the others are compared with. */
    String base();

    /** How often each alternative is run unless told otherwise. */
    default int usualRounds() {
        return 15;
    }

    /** What a picture of the measurements shows. */
    default String charted() {
        return "seconds";
    }

    /**
     * Measures.
     *
     * @param folder empty, on the disk that is to be measured
     * @param rounds how often each alternative is run
     */
    void run(Path folder, int rounds, Measurements into) throws Exception;
}
