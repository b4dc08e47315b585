/** Consumes the partitions of a rows topic and writes each through its own tenure of the target. */
package dev.lagzero.sink.worker;
