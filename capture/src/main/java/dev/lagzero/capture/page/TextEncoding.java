package dev.lagzero.capture.page;

import dev.lagzero.schemas.value.Value;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How a database stores text: all of it in one of three encodings, not checked by SQLite. */
public enum TextEncoding {
    UTF_8("UTF-8", StandardCharsets.UTF_8),
    UTF_16LE("UTF-16le", StandardCharsets.UTF_16LE),
    UTF_16BE("UTF-16be", StandardCharsets.UTF_16BE);

    private static final char REPLACEMENT = '\uFFFD';

    private final String pragma;
    private final Charset charset;

    TextEncoding(String pragma, Charset charset) {
        this.pragma = pragma;
        this.charset = charset;
    }

    /** What {@code PRAGMA encoding} calls it. */
    public String pragma() {
        return pragma;
    }

    /** The encoding by its number in the database header; 0 stands in databases that hold nothing yet. */
    static TextEncoding of(int number) {
        return switch (number) {
            case 0, 1 -> UTF_8;
            case 2 -> UTF_16LE;
            case 3 -> UTF_16BE;
            default -> throw new CorruptPageException(1, "the text encoding " + number + " does not exist");
        };
    }

    /** The text, or the bytes as they are when they are not valid in this encoding. */
    public Value decode(byte[] bytes, int from, int length) {
        String text = new String(bytes, from, length, charset);
        // The decoder puts a replacement character wherever the bytes are wrong: without one all is well.
        if (text.indexOf(REPLACEMENT) < 0 || isValid(bytes, from, length)) {
            return new Value.Text(text);
        }
        return new Value.RawText(Arrays.copyOfRange(bytes, from, from + length));
    }

    private boolean isValid(byte[] bytes, int from, int length) {
        var decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer rest = ByteBuffer.wrap(bytes, from, length);
        CharBuffer sink = CharBuffer.allocate(Math.min(length, 4096) + 2);
        while (true) {
            var result = decoder.decode(rest, sink.clear(), true);
            if (result.isError()) {
                return false;
            }
            if (result.isUnderflow()) {
                return true;
            }
        }
    }

    /** The bytes of a text that is valid Unicode. */
    public byte[] encode(String text) {
        try {
            ByteBuffer encoded = charset.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the text is not valid Unicode", e);
        }
    }
}
