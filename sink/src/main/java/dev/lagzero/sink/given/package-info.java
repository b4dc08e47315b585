/** Tables that are there already: what they look like, and rows of a mapping into them. */
package dev.lagzero.sink.given;
