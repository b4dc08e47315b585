/** How fast a mapping's vertices and edges arrive. */
package dev.lagzero.bench.graph;
