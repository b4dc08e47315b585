/**
 * What a user may set: one tree of records, checked in their constructors. The command line and the file fill the same
 * tree; only {@link dev.lagzero.app.config.ConfigFile} knows YAML.
 */
package dev.lagzero.app.config;
