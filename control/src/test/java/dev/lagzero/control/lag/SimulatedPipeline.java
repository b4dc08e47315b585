package dev.lagzero.control.lag;

import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A source, capture, log, sink and target in a time of their own, each with a clock that is wrong in its own way, and each
 * of which may stop, be slow or lie dead. The target is filled as the real one is: whole transactions, in order; a poison
 * row is parked.
 */
final class SimulatedPipeline implements TargetView, Ticker {

    private static final long BEAT_MILLIS = 250;

    private final Random random;
    private final long sourceOff;
    private final long targetOff;
    private final List<Map<Integer, Integer>> history = new ArrayList<>(List.of(Map.of()));
    private final Map<Integer, Integer> target = new HashMap<>();
    private final Map<Integer, Boolean> parked = new HashMap<>();
    private final Deque<Travelling> heads = new ArrayDeque<>();

    boolean captureUp = true;
    boolean streamUp = true;
    boolean sinkUp = true;
    boolean targetUp = true;
    boolean brokerUp = true;
    private long now = 1_000;
    private long lastBeat;
    private long seen;
    private long published;
    private long mapped;
    private long applied;
    private Head stored;
    private long passage = Long.MAX_VALUE;
    private long passageBefore = Long.MAX_VALUE;
    private long passageSince;

    private record Travelling(Head head, long arrives) {}

    SimulatedPipeline(Random random) {
        this.random = random;
        this.sourceOff = random.nextLong(-7_200_000, 7_200_000);
        this.targetOff = random.nextLong(-7_200_000, 7_200_000);
    }

    void commit() {
        Map<Integer, Integer> rows = new HashMap<>(history.getLast());
        for (int change = random.nextInt(3); change >= 0; change--) {
            if (random.nextInt(4) == 0) {
                rows.remove(random.nextInt(20));
            } else {
                rows.put(random.nextInt(20), random.nextInt());
            }
        }
        history.add(Map.copyOf(rows));
    }

    /** A row that the target cannot hold. */
    void poison() {
        Map<Integer, Integer> rows = new HashMap<>(history.getLast());
        rows.put(random.nextInt(20), -1);
        history.add(Map.copyOf(rows));
    }

    /** Whether the target holds, to the row, what the source holds. */
    boolean equal() {
        return history.getLast().equals(target);
    }

    long committedNow() {
        return history.size() - 1;
    }

    /** Lets time pass, in small steps. */
    void pass(long millis) {
        for (long end = now + millis; now < end; ) {
            now += Math.min(end - now, 1 + random.nextInt(30));
            work();
        }
    }

    private void work() {
        if (captureUp) {
            seen = committedNow();
            if (brokerUp) {
                published += random.nextLong(seen - published + 1);
            }
            if (now - lastBeat >= BEAT_MILLIS && brokerUp) {
                lastBeat = now;
                Head head = new Head("s", at(seen), at(published), true, "", "", "i", now + sourceOff);
                heads.add(new Travelling(head, now + 60 + random.nextInt(140)));
            }
        }
        if (streamUp && brokerUp) {
            mapped += random.nextLong(published - mapped + 1);
        }
        if (sinkUp && targetUp && brokerUp) {
            for (long left = random.nextLong(mapped - applied + 1); left > 0; left--) {
                apply();
            }
            receive();
        }
    }

    private void apply() {
        applied++;
        Map<Integer, Integer> before = history.get((int) applied - 1);
        Map<Integer, Integer> after = history.get((int) applied);
        for (int key = 0; key < 20; key++) {
            Integer value = after.get(key);
            if (value != null && value == -1) {
                parked.put(key, true);
            } else if (!java.util.Objects.equals(before.get(key), value) || parked.containsKey(key)) {
                parked.remove(key);
                if (value == null) {
                    target.remove(key);
                } else {
                    target.put(key, value);
                }
            }
        }
    }

    /** As the books do it: the least of what heads took in this minute and the one before is the clocks' difference. */
    private void receive() {
        while (!heads.isEmpty() && heads.getFirst().arrives() <= now) {
            stored = heads.removeFirst().head();
            long took = now + targetOff - stored.observedMillis();
            if (now - passageSince > 60_000) {
                passageBefore = passage;
                passage = took;
                passageSince = now;
            } else {
                passage = Math.min(passage, took);
            }
        }
    }

    @Override
    public Map<String, Standing> standings() {
        answer();
        Map<String, Standing> answer = Map.of("s", new Standing(at(applied), parked.size(), null, null));
        dawdle();
        return answer;
    }

    @Override
    public Map<String, Sighting> heads() {
        answer();
        if (stored == null) {
            return Map.of();
        }
        long age = now + targetOff - stored.observedMillis() - Math.min(passage, passageBefore);
        Map<String, Sighting> answer = Map.of("s", new Sighting(stored, age));
        dawdle();
        return answer;
    }

    /** An answer may be old when it is read. */
    private void dawdle() {
        pass(random.nextInt(20) == 0 ? random.nextInt(1_500) : random.nextInt(10));
    }

    private void answer() {
        if (!targetUp) {
            throw new SilentException("the target is down", null);
        }
    }

    @Override
    public List<String> warnings() {
        return List.of();
    }

    @Override
    public long millis() {
        return now;
    }

    @Override
    public void sleep(long millis) {
        pass(millis);
    }

    private static SourcePosition at(long sequence) {
        return new SourcePosition(1, sequence);
    }

    @Override
    public void close() {}
}
