/** Answers over HTTP, on the loopback address only. */
package dev.lagzero.app.http;
