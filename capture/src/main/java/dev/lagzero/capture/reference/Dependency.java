package dev.lagzero.capture.reference;

/** One project depends on another, or on itself; neither need be known. */
public record Dependency(ProjectKey from, ProjectKey to) {}
