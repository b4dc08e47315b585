/** From source images to target rows: the mapping, and the difference it implies. */
package dev.lagzero.schemas.mapping;
