package dev.lagzero.bench.writer;

import java.util.List;

/**
 * How an application writes.
 *
 * @param rows in a transaction
 * @param rate transactions a second; 0: as fast as it goes
 */
public record Load(String name, int rows, int rate) {

    static final List<Load> ALL =
            List.of(new Load("1 row", 1, 0), new Load("100 rows", 100, 0), new Load("500 tx/s", 1, 500));
}
