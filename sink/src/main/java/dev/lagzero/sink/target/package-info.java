/** What a worker needs of a place to apply rows to, and nothing of how the place does it. */
package dev.lagzero.sink.target;
