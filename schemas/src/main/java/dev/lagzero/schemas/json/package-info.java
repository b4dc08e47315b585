/**
 * The changes topic on the wire: Debezium envelopes as JSON without a schema block, one record a change. The {@code
 * source} block always comes first, so that a reader that only wants to know where a record stands
 * ({@link dev.lagzero.schemas.json.Stamp}) stops there.
 */
package dev.lagzero.schemas.json;
