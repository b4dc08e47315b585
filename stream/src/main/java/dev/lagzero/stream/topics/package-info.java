/** The topics a stream writes: made or checked before it starts. */
package dev.lagzero.stream.topics;
