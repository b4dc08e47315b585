/**
 * The data directory: who uses it now, whose it is, in which format, and where its servers listen.
 *
 * <pre>
 * lagzero.json     format, and the sources it follows
 * STAGE.lock       held by the process that runs the stage
 * endpoints.json   while something runs: its process and ports
 * kafka, postgres  embedded servers
 * sources/NAME     capture's shadow and spool
 * streams/NAME     Kafka Streams
 * logs
 * </pre>
 */
package dev.lagzero.app.data;
