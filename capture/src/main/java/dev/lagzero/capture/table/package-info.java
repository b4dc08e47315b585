/** What the tables of a database are: its schema read from the pages, its DDL understood by SQLite itself, its census. */
@org.jspecify.annotations.NullMarked
package dev.lagzero.capture.table;
