/** The mappings that come with Lagzero, with the definitions of their target tables. */
package dev.lagzero.schemas.mapping.catalog;
