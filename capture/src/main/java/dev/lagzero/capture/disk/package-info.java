/** Writing so that it stays written, and saying clearly when the disk will not. */
@org.jspecify.annotations.NullMarked
package dev.lagzero.capture.disk;
