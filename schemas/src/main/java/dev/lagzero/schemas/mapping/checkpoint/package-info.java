/**
 * LangGraph's checkpoints, from the form of its SQLite saver to that of its Postgres saver (checkpoint-sqlite 3.1,
 * checkpoint-postgres 3.1): one encoded value becomes a JSON document and one blob for each channel and version.
 */
package dev.lagzero.schemas.mapping.checkpoint;
