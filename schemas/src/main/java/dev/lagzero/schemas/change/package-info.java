/** The records of the changes topic: what happened in a source, transaction by transaction. */
package dev.lagzero.schemas.change;
