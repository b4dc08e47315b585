/**
 * The commands, one class each. They return exit codes: 0 done, 1 failed while running, 2 wrong usage or configuration, 3
 * a condition not met.
 */
package dev.lagzero.app.cli;
