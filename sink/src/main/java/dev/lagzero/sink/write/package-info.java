/** Puts rows into tables: sorts out what fits, and sends the rest of it in arrays or by COPY. */
package dev.lagzero.sink.write;
