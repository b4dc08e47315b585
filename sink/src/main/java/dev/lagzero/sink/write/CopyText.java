package dev.lagzero.sink.write;

import dev.lagzero.schemas.value.Value;
import dev.lagzero.sink.shape.PhysicalColumn;
import dev.lagzero.sink.type.TargetType;
import dev.lagzero.sink.type.TextForm;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;

/**
 * Rows as COPY's text format reads them: tabs between columns, a newline behind each row, {@code \N} for NULL, and a
 * backslash before what would be mistaken for one of these. Sent in pieces, so that no row needs a buffer of its size; one
 * thread.
 */
final class CopyText {

    /** Takes the next bytes of the stream. */
    @FunctionalInterface
    interface Sink {
        void send(byte[] bytes, int size) throws SQLException;
    }

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    /** Characters handled between two looks at the buffer; each gives at most three bytes. */
    private static final int SLICE = 1 << 14;

    private final byte[] buffer = new byte[256 << 10];
    private int size;
    private Sink sink = (bytes, length) -> {};

    /** What was left by an earlier stream is forgotten. */
    void start(Sink newSink) {
        sink = newSink;
        size = 0;
    }

    void flush() throws SQLException {
        if (size > 0) {
            sink.send(buffer, size);
            size = 0;
        }
    }

    /** @param at for each column, where in {@code values} its value is */
    void add(List<PhysicalColumn> columns, int[] at, List<Value> values) throws SQLException {
        for (int i = 0; i < at.length; i++) {
            reserve(1);
            if (i > 0) {
                put('\t');
            }
            Value value = values.get(at[i]);
            if (columns.get(i).storage()) {
                ascii(value.storage().sqliteName());
            } else {
                add(columns.get(i), value);
            }
        }
        reserve(1);
        put('\n');
    }

    private void add(PhysicalColumn column, Value value) throws SQLException {
        switch (value) {
            case Value.Null ignored -> ascii("\\N");
            case Value.Text text -> text(text.value());
            case Value.Blob blob -> hex(blob.bytes());
            case Value.Int integer -> {
                if (column.type().kind() == TargetType.Kind.BOOLEAN) {
                    ascii(TextForm.of(column.type(), value));
                } else {
                    number(integer.value());
                }
            }
            case Value.Real real -> {
                // To a number any text does that reads back as the same; as content it has one form.
                boolean content = column.type().kind() != TargetType.Kind.DOUBLE;
                ascii(content ? TextForm.of(column.type(), value) : Double.toString(real.value()));
            }
            case Value.RawText ignored -> throw new IllegalArgumentException("text that is not valid Unicode");
        }
    }

    private void hex(byte[] bytes) throws SQLException {
        ascii("\\\\x");
        for (int i = 0; i < bytes.length; i++) {
            if (i % SLICE == 0) {
                reserve(2 * SLICE);
            }
            buffer[size++] = HEX[(bytes[i] >> 4) & 15];
            buffer[size++] = HEX[bytes[i] & 15];
        }
    }

    private void number(long number) throws SQLException {
        reserve(Digits.MOST);
        size = Digits.put(number, buffer, size);
    }

    private void ascii(String text) throws SQLException {
        int length = text.length();
        reserve(length);
        for (int i = 0; i < length; i++) {
            buffer[size++] = (byte) text.charAt(i);
        }
    }

    /** Most texts are short and stand there as they are: then their bytes are all there is to it. */
    private void text(String text) throws SQLException {
        if (text.length() > SLICE) {
            escaped(text);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (!PlainBytes.are(bytes)) {
            escaped(text);
            return;
        }
        reserve(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
    }

    private void escaped(String text) throws SQLException {
        int length = text.length();
        int reserved = 0;
        for (int i = 0; i < length; i++) {
            if (i >= reserved) {
                reserve(3 * SLICE + 4);
                reserved = i + SLICE;
            }
            char c = text.charAt(i);
            if (c >= 0x80) {
                i += wide(text, i, c);
            } else if (c == '\\' || c < ' ') {
                escaped(c);
            } else {
                buffer[size++] = (byte) c;
            }
        }
    }

    private void escaped(char c) {
        switch (c) {
            case '\\' -> put('\\', '\\');
            case '\n' -> put('\\', 'n');
            case '\r' -> put('\\', 'r');
            case '\t' -> put('\\', 't');
            default -> put(c);
        }
    }

    /** UTF-8 by hand, because most texts are short; the number of extra chars taken. */
    private int wide(String text, int index, char c) {
        if (c < 0x800) {
            put(0xC0 | (c >> 6));
            put(0x80 | (c & 0x3F));
            return 0;
        }
        if (!Character.isSurrogate(c)) {
            put(0xE0 | (c >> 12));
            put(0x80 | ((c >> 6) & 0x3F));
            put(0x80 | (c & 0x3F));
            return 0;
        }
        int code = text.codePointAt(index);
        if (!Character.isSupplementaryCodePoint(code)) {
            throw new IllegalArgumentException("half a surrogate pair in a text that should be Unicode");
        }
        put(0xF0 | (code >> 18));
        put(0x80 | ((code >> 12) & 0x3F));
        put(0x80 | ((code >> 6) & 0x3F));
        put(0x80 | (code & 0x3F));
        return 1;
    }

    private void put(int first, int second) {
        put(first);
        put(second);
    }

    private void put(int value) {
        buffer[size++] = (byte) value;
    }

    private void reserve(int more) throws SQLException {
        if (size + more + 16 > buffer.length) {
            flush();
        }
    }
}
