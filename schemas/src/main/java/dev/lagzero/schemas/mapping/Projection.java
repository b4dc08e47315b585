package dev.lagzero.schemas.mapping;

/**
 * One reading of the changes topic: a mapping and the version of the code that runs it. It names the rows topic, the
 * Streams application and the watermarks; where its tables stand is a matter of each source.
 *
 * @param name short, part of topic names
 * @param mappingHash see {@link Mapping#hash()}
 */
public record Projection(String name, String mappingHash) {

    /** Raised when the same mapping would yield other rows than the released version before. */
    public static final int CODE_VERSION = 1;

    public Projection {
        if (!name.matches("[a-z0-9][a-z0-9_-]{0,62}")) {
            throw new IllegalArgumentException("projection \"" + name
                    + "\": use up to 63 lower-case letters, digits, - and _, starting with a letter or digit");
        }
    }

    /** The mapping's hash out of a {@link #fingerprint()}. */
    public static String mappingHash(String fingerprint) {
        return fingerprint.substring(fingerprint.indexOf('/') + 1);
    }

    /** What a target remembers: any difference means that its rows were made otherwise. */
    public String fingerprint() {
        return "v" + CODE_VERSION + "/" + mappingHash;
    }
}
