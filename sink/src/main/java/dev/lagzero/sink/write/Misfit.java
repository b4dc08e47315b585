package dev.lagzero.sink.write;

import dev.lagzero.sink.net.NetRow;

/** A row that must be parked, and why, in words for a person. */
public record Misfit(NetRow net, String reason) {}
