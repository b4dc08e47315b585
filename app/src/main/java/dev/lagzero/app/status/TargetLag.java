package dev.lagzero.app.status;

import dev.lagzero.schemas.head.Head;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Lag as the target tells it: heads reach it a few times a second. To cover every commit made before it was asked, a look
 * waits for heads that were observed later than that, for as long as a head is worth anything.
 */
public final class TargetLag implements LagSource {

    private static final long PAUSE_MILLIS = 50;

    private final TargetView target;
    private final Set<String> expected;

    /** @param expected sources that are reported even when the target has never heard of them */
    public TargetLag(TargetView target, Set<String> expected) {
        this.target = target;
        this.expected = Set.copyOf(expected);
    }

    @Override
    public LagReport look() {
        long asked = System.currentTimeMillis();
        Map<String, Head> heads = target.heads();
        while (!fresh(heads, asked) && System.currentTimeMillis() - asked < Head.LEASE_MILLIS) {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return report(heads);
            }
            heads = target.heads();
        }
        return report(heads);
    }

    /** A head that has run out is not waited for any longer than the others. */
    private static boolean fresh(Map<String, Head> heads, long asked) {
        return heads.values().stream()
                .allMatch(head ->
                        head.observedMillis() >= asked || asked - head.observedMillis() > 5 * Head.LEASE_MILLIS);
    }

    /** The target is read after the heads: what is applied by then is at least what they speak of. */
    private LagReport report(Map<String, Head> heads) {
        Map<String, Standing> standings = target.standings();
        Set<String> sources = new TreeSet<>(expected);
        sources.addAll(standings.keySet());
        sources.addAll(heads.keySet());
        List<SourceLag> lags = new ArrayList<>();
        for (String source : sources) {
            Standing standing = standings.getOrDefault(source, Standing.NOTHING);
            lags.add(
                    SourceLag.of(source, Optional.ofNullable(heads.get(source)), standing, System.currentTimeMillis()));
        }
        return new LagReport(lags);
    }

    @Override
    public void close() {
        target.close();
    }
}
