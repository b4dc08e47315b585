/** What an application pays that writes to SQLite and wants its rows in Postgres. */
@org.jspecify.annotations.NullMarked
package dev.lagzero.bench.dual;
