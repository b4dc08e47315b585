package dev.lagzero.capture.shadow;

import dev.lagzero.capture.spool.PageSetHeader;
import dev.lagzero.schemas.position.SourcePosition;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * What the shadow is, and whose.
 *
 * @param position the transaction that the shadow stands at
 * @param folding while pages are being folded, the transaction they lead to: the shadow then stands somewhere between;
 *     otherwise equal to {@code position}
 * @param source the source's name and absolute path
 * @param instance who claimed the epoch of {@code position}
 * @param home device and inode of the state directory: a copied directory has another
 * @param scope what is captured; another scope yields other events
 * @param place where the source's records are in the log
 * @param mark where in the source's own log {@code position} is; empty when nowhere
 */
public record ShadowState(
        SourcePosition position,
        SourcePosition folding,
        int pageSize,
        int pageCount,
        Owner source,
        String instance,
        String home,
        String scope,
        Place place,
        String mark) {

    public record Owner(String name, String path) {}

    /**
     * @param topicId changes when the topic is deleted and made again
     * @param offset the records up to {@code position} are in front of it
     */
    public record Place(String topicId, int partition, long offset) {}

    public ShadowState {
        if (folding.epoch() != position.epoch() || position.isAfter(folding)) {
            throw new IllegalArgumentException("folding from " + position + " to " + folding);
        }
    }

    /** About to fold up to a position. */
    ShadowState folding(SourcePosition upTo) {
        return new ShadowState(position, upTo, pageSize, pageCount, source, instance, home, scope, place, mark);
    }

    /** Folded: the pages now stand at {@link #folding}, whose records are in front of {@code offset}. */
    ShadowState folded(PageSetHeader last, long offset) {
        Place now = new Place(place.topicId(), place.partition(), offset);
        return new ShadowState(
                folding, folding, last.pageSize(), last.pageCount(), source, instance, home, scope, now, last.mark());
    }

    byte[] encode() {
        Properties fields = new Properties();
        fields.setProperty("position", position.toString());
        fields.setProperty("folding", folding.toString());
        fields.setProperty("page-size", Integer.toString(pageSize));
        fields.setProperty("page-count", Integer.toString(pageCount));
        fields.setProperty("source", source.name());
        fields.setProperty("path", source.path());
        fields.setProperty("instance", instance);
        fields.setProperty("home", home);
        fields.setProperty("scope", scope);
        fields.setProperty("topic-id", place.topicId());
        fields.setProperty("partition", Integer.toString(place.partition()));
        fields.setProperty("offset", Long.toString(place.offset()));
        fields.setProperty("mark", mark);
        fields.setProperty("check", checksum(fields));
        StringWriter text = new StringWriter();
        try {
            fields.store(text, null);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IllegalArgumentException when the bytes are not a state that was written whole */
    static ShadowState decode(byte[] bytes) {
        Properties fields = new Properties();
        try {
            fields.load(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        Object check = fields.remove("check");
        if (!checksum(fields).equals(check)) {
            throw new IllegalArgumentException("the state's checksum is " + check + ", not " + checksum(fields));
        }
        return new ShadowState(
                SourcePosition.parse(fields.getProperty("position")),
                SourcePosition.parse(fields.getProperty("folding")),
                Integer.parseInt(fields.getProperty("page-size")),
                Integer.parseInt(fields.getProperty("page-count")),
                new Owner(fields.getProperty("source"), fields.getProperty("path")),
                fields.getProperty("instance"),
                fields.getProperty("home"),
                fields.getProperty("scope"),
                new Place(
                        fields.getProperty("topic-id"),
                        Integer.parseInt(fields.getProperty("partition")),
                        Long.parseLong(fields.getProperty("offset"))),
                fields.getProperty("mark"));
    }

    private static String checksum(Properties fields) {
        CRC32C crc = new CRC32C();
        crc.update(new TreeMap<>(fields).toString().getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
