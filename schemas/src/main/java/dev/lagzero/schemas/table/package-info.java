/** What a table is: definition, census and lineage. They travel in the log, before the rows that need them. */
package dev.lagzero.schemas.table;
