/** What {@code lagzero init} writes: settings and mappings to start from, as texts. Pure. */
package dev.lagzero.app.init;
