package dev.lagzero.schemas.topic;

import java.util.Map;

/**
 * The topics of a pipeline, declared once: names and the settings they must have. The changes topic is the truth: it is
 * never compacted (before images and whole transactions would be lost) and kept without limit.
 */
public record Topics(String pipeline) {

    /** The largest record that a topic takes: one row with its before and after image. */
    public static final int MAX_RECORD_BYTES = 64 * 1024 * 1024;

    /** What a row change may take of it; the rest is for headers and framing. */
    public static final int MAX_CHANGE_BYTES = MAX_RECORD_BYTES - 64 * 1024;

    public Topics {
        if (!pipeline.matches("[a-z0-9][a-z0-9_-]{0,62}")) {
            throw new IllegalArgumentException("pipeline \"" + pipeline
                    + "\": use up to 63 lower-case letters, digits, - and _, starting with a letter or digit");
        }
    }

    public String changes() {
        return "lagzero." + pipeline + ".changes";
    }

    public String heads() {
        return "lagzero." + pipeline + ".heads";
    }

    public String rows(String projection) {
        return "lagzero." + pipeline + ".rows." + projection;
    }

    public String rejects(String projection) {
        return "lagzero." + pipeline + ".rejects." + projection;
    }

    /** Consumer group and Streams application of a projection. */
    public String application(String projection) {
        return "lagzero." + pipeline + "." + projection;
    }

    public String sinkGroup(String projection) {
        return application(projection) + ".sink";
    }

    /** Settings of the changes, rows and rejects topics. */
    public static Map<String, String> logSettings() {
        return Map.of(
                "cleanup.policy", "delete",
                "retention.ms", "-1",
                "retention.bytes", "-1",
                "compression.type", "producer",
                "max.message.bytes", Integer.toString(MAX_RECORD_BYTES));
    }

    /** Settings of the heads topic: only the newest head of a source means something. */
    public static Map<String, String> headSettings() {
        return Map.of("cleanup.policy", "delete", "retention.ms", "3600000", "segment.ms", "3600000");
    }
}
