/** Vertices and edges of a mapped projection: into Apache AGE, or into plain tables of any Postgres. */
package dev.lagzero.sink.graph;
