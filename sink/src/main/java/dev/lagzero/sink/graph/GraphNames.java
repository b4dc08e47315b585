package dev.lagzero.sink.graph;

/**
 * What a projection's graph is called.
 *
 * @param age the graph in Apache AGE
 * @param schema of the tables otherwise
 * @param writer the quoted role that fills it; empty when the owner does
 */
public record GraphNames(String projection, String age, String schema, String writer) {}
