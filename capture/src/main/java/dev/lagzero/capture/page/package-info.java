/**
 * The <a href="https://sqlite.org/fileformat2.html">SQLite file format</a>: pages, b-trees, cells and records. Pure: it
 * reads pages that somebody hands it, and knows nothing of files, tables or SQL.
 */
@org.jspecify.annotations.NullMarked
package dev.lagzero.capture.page;
