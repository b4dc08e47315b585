/**
 * Random work on a database by another process, and a capture that has to tell every transaction of it. The long run:
 * {@code mvn verify -pl schemas,testbed,capture -Dtest=LogTortureTest -Dlagzero.torture.seeds=100 -Dlagzero.torture.steps=500}.
 */
@org.jspecify.annotations.NullMarked
package dev.lagzero.capture.torture;
