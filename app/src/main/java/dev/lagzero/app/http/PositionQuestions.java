package dev.lagzero.app.http;

import dev.lagzero.control.lag.SourceLag;
import java.util.Set;

/** Whom to ask where a source stands. */
public interface PositionQuestions {

    /** The sources there are. */
    Set<String> sources();

    /**
     * @param fresh look at the source now: the head then covers every commit made before the call
     * @return unknown, with the cause, when nothing can be vouched for
     */
    SourceLag position(String source, boolean fresh);
}
