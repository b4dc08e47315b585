/**
 * A mapping ready to run: rules over the columns of a table, made of expressions and conditions. Compiled once, immutable
 * and shared by threads; what belongs to one row is in its {@link dev.lagzero.schemas.mapping.rule.Evaluation}.
 */
package dev.lagzero.schemas.mapping.rule;
