/** Looks into the log between the stages: how far the stream has mapped, and what stream and sink have before them. */
package dev.lagzero.app.watch;
