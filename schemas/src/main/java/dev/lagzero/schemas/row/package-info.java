/** The records of a rows topic: what the target is to become, transaction by transaction. */
package dev.lagzero.schemas.row;
