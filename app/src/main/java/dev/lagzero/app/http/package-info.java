/**
 * Answers over HTTP, on the loopback address only. {@link dev.lagzero.app.http.WebServer} is the one server; what it
 * answers is registered by {@link dev.lagzero.app.http.Routes}.
 */
package dev.lagzero.app.http;
