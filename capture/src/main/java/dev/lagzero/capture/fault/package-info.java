/** How a capture says that it cannot go on; the root package hands it to callers as its own exception. */
@org.jspecify.annotations.NullMarked
package dev.lagzero.capture.fault;
