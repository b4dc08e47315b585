/** What people see: lines, a progress bar, tables on the terminal, and the log file where everything else goes. */
package dev.lagzero.app.console;
