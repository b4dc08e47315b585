/**
 * Values as sources store them, and rows made of them. Pure: everything downstream compares, encodes and applies these
 * types, so their equality is the meaning of "equal" in every promise.
 */
package dev.lagzero.schemas.value;
