/** The target that is a Postgres database: one transaction holds rows, watermark and offset. */
package dev.lagzero.sink.postgres;
