package dev.lagzero.capture;

import dev.lagzero.capture.diff.CaptureScope;
import java.nio.file.Path;

/**
 * What to capture.
 *
 * @param name what the source is called in every record: letters, digits, dots, - and _
 * @param file the SQLite database
 * @param readOnly never write to the source, not even to copy its log back: gaps are then normal
 */
public record SourceConfig(String name, Path file, CaptureScope scope, boolean readOnly) {}
