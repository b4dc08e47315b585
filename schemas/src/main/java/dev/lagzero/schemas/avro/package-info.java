/** A rows topic on the wire: Avro binary, after the schema in {@code rows.avsc}, one record a change. */
package dev.lagzero.schemas.avro;
