/** What captures see in their sources now, carried from the heads topic to where lag is measured. */
package dev.lagzero.sink.heads;
