/** How many changes a second a store takes over HTTP, and Postgres shows. */
@org.jspecify.annotations.NullMarked
package dev.lagzero.bench.http;
