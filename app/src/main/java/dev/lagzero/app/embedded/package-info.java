/**
 * Kafka and Postgres without an installation: a KRaft broker in this process and a Postgres server as its child. Both
 * keep their data in the data directory and go on with it after any kind of death. Kafka's server classes are no public
 * API: nothing outside this package may know them.
 */
package dev.lagzero.app.embedded;
