package dev.lagzero.schemas.mapping.rule;

import dev.lagzero.schemas.mapping.Mapping.Unmappable;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Moments as sources write them, as UTC for a timestamptz. With an offset or Z it says itself what it means; with a blank
 * between date and time and no offset it is SQL's, in UTC; with a T and no offset it is local, in a zone that only the
 * operator knows. Of an hour that the end of summer time repeats, the first is meant; one that its beginning leaves out
 * does not exist.
 */
public final class Timestamps {

    private static final Pattern SHAPE = Pattern.compile(
            "(\\d{4}-\\d{2}-\\d{2})([T ])(\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?)(Z|[+-]\\d{2}:?\\d{2})?");
    private static final DateTimeFormatter UTC = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(java.time.temporal.ChronoField.MICRO_OF_SECOND, 0, 6, true)
            .appendLiteral("+00")
            .toFormatter(java.util.Locale.ROOT);

    private Timestamps() {}

    /** @throws Unsettled when the text is local and no zone is set */
    public static String utc(String text, @Nullable ZoneId zone) {
        Matcher shape = SHAPE.matcher(text);
        if (!shape.matches()) {
            throw new Unmappable("a text is no timestamp (as 2025-12-13T17:21:12.927817, with or without an offset)");
        }
        try {
            LocalDateTime written = LocalDateTime.parse(shape.group(1) + "T" + shape.group(3));
            if (written.getNano() % 1_000 != 0) {
                throw new Unmappable("a timestamp is finer than a microsecond, which Postgres would round");
            }
            return moment(written, shape, zone)
                    .withOffsetSameInstant(ZoneOffset.UTC)
                    .format(UTC);
        } catch (DateTimeException e) {
            throw new Unmappable("a text names a day or time that does not exist");
        }
    }

    private static OffsetDateTime moment(LocalDateTime written, Matcher shape, @Nullable ZoneId zone) {
        if (shape.group(4) != null) {
            return written.atOffset(ZoneOffset.of(shape.group(4)));
        }
        if (shape.group(2).equals(" ")) {
            return written.atOffset(ZoneOffset.UTC);
        }
        if (zone == null) {
            throw new Unsettled(
                    "timezone",
                    "the source writes times without a zone, as " + shape.group(1)
                            + "T...; say which zone they are in: timezone: Europe/Berlin (or UTC)");
        }
        var offsets = zone.getRules().getValidOffsets(written);
        if (offsets.isEmpty()) {
            throw new Unmappable("a local time does not exist in " + zone + ": summer time began over it");
        }
        return written.atOffset(offsets.getFirst());
    }
}
