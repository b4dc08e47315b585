/**
 * The spool: the pages that each transaction changed, written and synced before its first event is published, so that
 * its events can be made again after any crash.
 */
@org.jspecify.annotations.NullMarked
package dev.lagzero.capture.spool;
