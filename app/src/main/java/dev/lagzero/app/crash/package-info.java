/** Deaths on order, for tests: a real kill at a named moment. */
package dev.lagzero.app.crash;
