/** Who holds which row of a mapped projection, and whose content shows. */
package dev.lagzero.sink.owner;
