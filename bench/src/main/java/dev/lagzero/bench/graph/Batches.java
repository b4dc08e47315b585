package dev.lagzero.bench.graph;

import dev.lagzero.sink.target.Target.Batch;

/** What one worker applies, batch after batch. */
interface Batches {

    /** In each batch. */
    long rows();

    Batch next();
}
