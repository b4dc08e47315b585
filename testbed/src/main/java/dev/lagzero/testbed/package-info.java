/** Real parts for the tests of all modules: a Kafka broker in the process, a Postgres with Apache AGE. No module of the product needs it. */
package dev.lagzero.testbed;
