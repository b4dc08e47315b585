/** What the records of a source come to for whoever reads them as every consumer should. */
@org.jspecify.annotations.NullMarked
package dev.lagzero.capture.told;
