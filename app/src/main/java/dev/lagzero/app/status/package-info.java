/**
 * What lag is. A pure rule turns what was observed into a state; unknown is a state of its own and never zero.
 */
package dev.lagzero.app.status;
