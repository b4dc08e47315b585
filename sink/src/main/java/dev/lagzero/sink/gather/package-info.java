/**
 * Records of one partition become whole transactions. Pure: no Kafka, no database, no clock.
 *
 * <p>Why one look at each record is enough. A rows topic is the changes topic seen through a stream that may start again
 * from an earlier place, and a dying instance may still write while its successor does. Each of them writes in order, and
 * a successor starts no later than one record behind what was acknowledged. So among all copies, the <em>first</em> copies
 * stand in the order of the changes topic, with nothing missing between them. The same holds for a capture that goes on
 * with a half-published transaction: what it skips is in the log. Hence three answers to a record of the current epoch:
 *
 * <ul>
 *   <li>it is the one expected next (position and ordinal): take it;
 *   <li>it lies behind: a further copy, and copies are identical because every stage is deterministic: drop it;
 *   <li>it lies ahead: something was lost. No later record can make that good but the expected one, so the source stops in
 *       front of a {@link dev.lagzero.sink.gather.Hole} until that one comes, and its neighbours go on.
 * </ul>
 *
 * A transaction is never restarted because its first record came again: the copies fall one by one until the stream is
 * where it was.
 */
package dev.lagzero.sink.gather;
