/**
 * The stages wired together: servers first, then a capture for each source, one stream and one sink for all of them, and
 * what watches them. All sources of a process are one pipeline: they share its topics; schema, position and lag are each
 * source's own.
 */
package dev.lagzero.app.pipeline;
