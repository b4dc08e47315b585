/** Changes to rows: a stateless Kafka Streams application that writes each partition to the same number. */
package dev.lagzero.stream;
