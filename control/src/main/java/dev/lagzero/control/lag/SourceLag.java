package dev.lagzero.control.lag;

import dev.lagzero.schemas.head.Head;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One line of a lag report: a source, its state, and what the state was made from.
 *
 * @param progress how far and how fast; empty when unknown, and from those who looked only once
 */
public record SourceLag(
        String source, LagState state, Optional<Head> head, Standing standing, Optional<Progress> progress) {

    public static SourceLag of(String source, Optional<Head> head, Standing standing, long nowMillis) {
        return new SourceLag(source, LagRule.of(head, standing, nowMillis), head, standing, Optional.empty());
    }

    /** Nothing is known but why. */
    public static SourceLag unknown(String source, String cause) {
        return new SourceLag(source, new LagState.Unknown(cause), Optional.empty(), Standing.NOTHING, Optional.empty());
    }

    /** The state for people: {@code CONSISTENT at 1:17, as of 2026-01-31T12:00:00Z}. */
    public String sentence() {
        return switch (state) {
            case LagState.Consistent is -> "CONSISTENT at " + is.at() + ", as of " + time(is.asOfMillis());
            case LagState.Behind is ->
                "BEHIND: applied " + is.applied() + " of " + is.head() + parked() + ", as of " + time(is.asOfMillis());
            case LagState.Stalled is ->
                "STALLED: applied " + is.applied() + " of " + is.head() + parked() + ", nothing has moved for "
                        + span(Duration.ofMillis(is.stillMillis())) + ", as of " + time(is.asOfMillis());
            case LagState.Parked is ->
                "PARKED: " + rows(is.rows()) + " parked at " + is.at() + ", as of " + time(is.asOfMillis());
            case LagState.Blocked is -> "BLOCKED: " + is.cause();
            case LagState.Unknown is -> "UNKNOWN: " + is.cause();
        };
    }

    /** How far and how fast, in two lines for people; none when nothing is missing, or nobody knows. */
    public List<String> numbers() {
        return progress.filter(known -> known.distance().total().transactions() > 0)
                .map(SourceLag::numbers)
                .orElse(List.of());
    }

    private static List<String> numbers(Progress progress) {
        Distance distance = progress.distance();
        String trend = Double.isNaN(progress.perSecond())
                ? ""
                : String.format(Locale.ROOT, "; %+,.0f transactions/s", progress.perSecond());
        String clear =
                progress.toClear().map(span -> ", equal in about " + span(span)).orElse("");
        return List.of(
                "  behind by " + part(distance.total()) + trend + clear,
                "  capture " + part(distance.capture()) + " | stream " + part(distance.stream()) + " | sink "
                        + part(distance.sink()));
    }

    private static String part(Distance.Part part) {
        String rows = part.rows().isPresent()
                ? String.format(Locale.ROOT, ", %,d rows", part.rows().getAsLong())
                : "";
        return String.format(Locale.ROOT, "%,d transactions", part.transactions()) + rows + ", "
                + span(Duration.ofMillis(part.millis()));
    }

    /** What people should know of how the source is followed; empty when nothing. */
    public String notice() {
        return head.map(Head::notice).orElse("");
    }

    /** Why nobody can tell, or what somebody must do; empty in every other state. */
    public String cause() {
        return switch (state) {
            case LagState.Blocked is -> is.cause();
            case LagState.Unknown is -> is.cause();
            case LagState.Consistent ignored -> "";
            case LagState.Behind ignored -> "";
            case LagState.Stalled ignored -> "";
            case LagState.Parked ignored -> "";
        };
    }

    private String parked() {
        return standing.parked() == 0 ? "" : " (" + rows(standing.parked()) + " parked)";
    }

    private static String rows(long count) {
        return count == 1 ? "1 row" : count + " rows";
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    /** A span of time in the unit that suits it: {@code 350 ms}, {@code 4.2 s}, {@code 3 min}, {@code 5 h}. */
    public static String span(Duration span) {
        long millis = span.toMillis();
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 120_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
        }
        return span.toHours() < 2 ? span.toMinutes() + " min" : span.toHours() + " h";
    }
}
