/** How long a commit takes to show in Postgres while writers do not wait for it. */
@org.jspecify.annotations.NullMarked
package dev.lagzero.bench.live;
