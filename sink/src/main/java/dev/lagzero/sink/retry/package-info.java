/** How long to wait before the next try. */
package dev.lagzero.sink.retry;
