/** The identity of a change: a position of its source, never an offset of Kafka. */
package dev.lagzero.schemas.position;
