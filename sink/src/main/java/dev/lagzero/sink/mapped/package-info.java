/** What transactions of a mapped projection come to: rows of tables and of the graph, their holders, and history. Pure. */
package dev.lagzero.sink.mapped;
