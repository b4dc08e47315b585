/** Named moments, so that tests can kill a process exactly where it would hurt. */
package dev.lagzero.schemas.moment;
