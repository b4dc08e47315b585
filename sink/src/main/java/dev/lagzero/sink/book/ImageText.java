package dev.lagzero.sink.book;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.lagzero.schemas.json.ValueJson;
import dev.lagzero.schemas.topic.Topics;
import dev.lagzero.schemas.value.Image;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Keys and images as the changes topic writes them: exact, and text that Postgres can always hold. */
public final class ImageText {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Topics.MAX_RECORD_BYTES)
                    .build())
            .build();

    private ImageText() {}

    public static String write(Image image) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            ValueJson.write(out, image);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to a string failed", e);
        }
        return text.toString();
    }

    public static Image read(String text) {
        try (JsonParser in = FACTORY.createParser(text)) {
            in.nextToken();
            return ValueJson.readImage(in);
        } catch (IOException e) {
            throw new UncheckedIOException("not an image: " + e.getMessage(), e);
        }
    }

    /** Stands for a key of any length in an index. */
    static String digest(String keyText) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(keyText.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
