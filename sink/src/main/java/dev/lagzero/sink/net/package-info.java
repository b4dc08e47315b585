/** What many source transactions come to, row by row. Pure. */
package dev.lagzero.sink.net;
