/** How the sink talks to a Postgres server: connections, statements, and what its errors mean. */
package dev.lagzero.sink.jdbc;
