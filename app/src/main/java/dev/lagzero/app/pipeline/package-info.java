/**
 * The stages wired together: servers first, then for each source capture, stream and sink, and what watches them. Each
 * source is a pipeline of its own, named after it: its topics, its schema, its watermark.
 */
package dev.lagzero.app.pipeline;
