/** What a change is. The other modules meet here, and only here. */
package dev.lagzero.schemas;
