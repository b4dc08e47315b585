/**
 * Source to changes topic. {@link dev.lagzero.capture.SqliteCapture} is the way in; the packages below are, in the order
 * of a row's way: {@code file}, {@code page} and {@code table}, {@code shadow} and {@code spool}, {@code diff},
 * {@code session} and {@code follow}, {@code publish}, {@code connector}.
 */
package dev.lagzero.capture;
