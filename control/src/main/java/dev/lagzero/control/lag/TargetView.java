package dev.lagzero.control.lag;

import java.util.List;
import java.util.Map;

/** The target as those read it who watch, from any process. Every question may end in a {@link SilentException}. */
public interface TargetView extends AutoCloseable {

    /** By source; a source that the target has never heard of is missing. */
    Map<String, Standing> standings();

    /** What capture said last, by source. */
    Map<String, Sighting> heads();

    /** What lag says nothing about, and people should know. */
    List<String> warnings();

    @Override
    void close();
}
