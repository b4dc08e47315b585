/** One source being captured: how a run begins from what earlier runs left, and what it hands to the connector. */
@org.jspecify.annotations.NullMarked
package dev.lagzero.capture.session;
