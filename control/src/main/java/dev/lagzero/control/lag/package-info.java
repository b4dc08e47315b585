/**
 * What lag is, as pure rules over what was observed: {@link dev.lagzero.control.lag.LagRule} says in which state a source
 * and its target are, {@link dev.lagzero.control.lag.Timeline} and {@link dev.lagzero.control.lag.Course} say how far they
 * are apart and whether anything moves. Times come in as arguments; only {@link dev.lagzero.control.lag.TargetLag} waits.
 */
package dev.lagzero.control.lag;
