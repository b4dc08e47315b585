package dev.lagzero.control.lag;

/** Somebody who can be asked for the lag of all sources. Each {@link #look} looks anew. */
@FunctionalInterface
public interface LagSource extends AutoCloseable {

    LagReport look();

    @Override
    default void close() {}
}
