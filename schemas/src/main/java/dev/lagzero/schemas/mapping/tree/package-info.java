/**
 * JSON inside a column, as it is written: numbers keep their spelling, so that no integer and no double changes on its
 * way. Pure.
 */
package dev.lagzero.schemas.mapping.tree;
