/**
 * From a source to the changes topic: the public face of the module. {@link dev.lagzero.capture.Captures} starts
 * captures; the packages below read the file ({@code file}, {@code page}, {@code table}), tell what changed
 * ({@code diff}), keep what must survive ({@code spool}, {@code shadow}), and publish it ({@code publish},
 * {@code session}, {@code connector}).
 */
@org.jspecify.annotations.NullMarked
package dev.lagzero.capture;
