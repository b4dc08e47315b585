package dev.lagzero.control.lag;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether one may cut over now, and if not, why not: the target must equal every source, and nothing may be left of which
 * lag says nothing.
 *
 * @param reasons what is in the way, in words; empty when one may
 */
public record Verdict(List<String> reasons) {

    public Verdict {
        reasons = List.copyOf(reasons);
    }

    public static Verdict of(LagReport report) {
        List<String> reasons = new ArrayList<>();
        if (report.sources().isEmpty()) {
            reasons.add("no source is followed");
        }
        for (SourceLag lag : report.sources()) {
            if (!(lag.state() instanceof LagState.Consistent)) {
                reasons.add(lag.source() + ": " + reason(lag));
            }
        }
        reasons.addAll(report.warnings());
        return new Verdict(reasons);
    }

    public boolean may() {
        return reasons.isEmpty();
    }

    private static String reason(SourceLag lag) {
        return switch (lag.state()) {
            case LagState.Consistent ignored -> "equal";
            case LagState.Behind ignored -> "behind" + numbers(lag);
            case LagState.Stalled is ->
                "stalled" + numbers(lag) + ", nothing has moved for "
                        + SourceLag.span(Duration.ofMillis(is.stillMillis()));
            case LagState.Parked is -> is.rows() + (is.rows() == 1 ? " row is" : " rows are") + " parked: not equal";
            case LagState.Blocked is -> "blocked: " + is.cause();
            case LagState.Unknown is -> "unknown: " + is.cause();
        };
    }

    private static String numbers(SourceLag lag) {
        return lag.progress()
                .map(progress -> {
                    Distance.Part total = progress.distance().total();
                    String clear = progress.toClear()
                            .map(span -> ", equal in about " + SourceLag.span(span))
                            .orElse("");
                    return " by " + total.transactions()
                            + (total.transactions() == 1 ? " transaction, " : " transactions, ")
                            + SourceLag.span(Duration.ofMillis(total.millis())) + clear;
                })
                .orElse("");
    }
}
