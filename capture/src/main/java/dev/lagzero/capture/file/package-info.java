/**
 * One SQLite file, read without disturbing its writers: its pages and its write-ahead log as they stood at a commit, and
 * whether anything was committed since. The formats are those of <a href="https://sqlite.org/fileformat2.html">the
 * database file</a> and <a href="https://sqlite.org/walformat.html">the WAL-mode files</a>.
 */
@org.jspecify.annotations.NullMarked
package dev.lagzero.capture.file;
