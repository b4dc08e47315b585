/** How far a source is, told beside the log because silence is not news. */
package dev.lagzero.schemas.head;
