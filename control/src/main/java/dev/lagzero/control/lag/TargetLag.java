package dev.lagzero.control.lag;

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
    /** What the fastest head may have taken to its receiver: by so much ages may be too small. */
    private static final long MARGIN_MILLIS = 250;

    private final TargetView target;
    private final Set<String> expected;
    private final Ticker ticker;
    private final Tracker tracker = new Tracker();

    /** @param expected sources that are reported even when the target has never heard of them */
    public TargetLag(TargetView target, Set<String> expected) {
        this(target, expected, Ticker.REAL);
    }

    TargetLag(TargetView target, Set<String> expected, Ticker ticker) {
        this.target = target;
        this.expected = Set.copyOf(expected);
        this.ticker = ticker;
    }

    /** A target that does not answer is a state like others. */
    @Override
    public LagReport look() {
        try {
            return tracker.follow(lookUp(), Tracker.Besides.NOTHING, ticker.millis());
        } catch (SilentException e) {
            return silent(e);
        }
    }

    /** The same for those who remember what they saw before: without how far, how fast, and whether anything moves. */
    public LagReport lookOnce() {
        try {
            return lookUp();
        } catch (SilentException e) {
            return silent(e);
        }
    }

    private LagReport silent(SilentException reason) {
        return new LagReport(expected.stream()
                .sorted()
                .map(source -> SourceLag.unknown(source, reason.getMessage()))
                .toList());
    }

    private LagReport lookUp() {
        long asked = ticker.millis();
        while (true) {
            // Ages are as of when heads are read, so nothing that passes after this may count for them.
            long elapsed = ticker.millis() - asked;
            Map<String, Sighting> heads = target.heads();
            Map<String, Standing> standings = target.standings();
            boolean timeIsUp = elapsed >= Head.LEASE_MILLIS;
            if (timeIsUp || fresh(heads, elapsed) && !ahead(standings, heads)) {
                return report(heads, standings, elapsed);
            }
            try {
                ticker.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return report(heads, standings, elapsed);
            }
        }
    }

    /** Rows may overtake the heads, which come another way. */
    private static boolean ahead(Map<String, Standing> standings, Map<String, Sighting> heads) {
        return heads.entrySet().stream()
                .anyMatch(entry -> standings.containsKey(entry.getKey())
                        && standings
                                .get(entry.getKey())
                                .applied()
                                .isAfter(entry.getValue().head().head()));
    }

    /** A head that has run out is not waited for any longer than the others. */
    private static boolean fresh(Map<String, Sighting> heads, long elapsed) {
        return heads.values().stream()
                .allMatch(seen -> isAnswer(seen, elapsed) || seen.ageMillis() > 5 * Head.LEASE_MILLIS);
    }

    /** Only a head from after the question covers what was committed before it. */
    private static boolean isAnswer(Sighting seen, long elapsed) {
        return seen.ageMillis() + MARGIN_MILLIS <= elapsed;
    }

    private LagReport report(Map<String, Sighting> heads, Map<String, Standing> standings, long elapsed) {
        Set<String> sources = new TreeSet<>(expected);
        sources.addAll(standings.keySet());
        sources.addAll(heads.keySet());
        List<SourceLag> lags = new ArrayList<>();
        for (String source : sources) {
            Standing standing = standings.getOrDefault(source, Standing.NOTHING);
            Sighting seen = heads.get(source);
            lags.add(seen == null ? SourceLag.of(source, Optional.empty(), standing, 0) : lag(seen, standing, elapsed));
        }
        return new LagReport(lags, target.warnings());
    }

    private static SourceLag lag(Sighting seen, Standing standing, long elapsed) {
        Head head = seen.head();
        SourceLag lag =
                SourceLag.of(head.source(), Optional.of(head), standing, head.observedMillis() + seen.ageMillis());
        if (lag.state() instanceof LagState.Unknown || isAnswer(seen, elapsed)) {
            return lag;
        }
        String silent = "capture has not been heard of since this was asked, " + elapsed / 1_000 + " s ago";
        return new SourceLag(lag.source(), new LagState.Unknown(silent), lag.head(), lag.standing(), Optional.empty());
    }

    @Override
    public void close() {
        target.close();
    }
}
