/** Where the stages meet. */
package dev.lagzero.schemas.topic;
