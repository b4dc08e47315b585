/** Makes and changes target tables, in the transaction of the rows that ask for it. */
package dev.lagzero.sink.ddl;
