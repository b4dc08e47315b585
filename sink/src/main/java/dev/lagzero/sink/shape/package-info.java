/**
 * Target tables: what the sink made of a definition, and the SQL that makes, changes and fills it. Pure: it writes
 * statements and runs none.
 */
package dev.lagzero.sink.shape;
