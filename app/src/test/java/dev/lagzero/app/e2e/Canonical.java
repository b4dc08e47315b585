package dev.lagzero.app.e2e;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What LangGraph's serializer makes of a value, as a text: two are equal when the application gets the same. An integer
 * is no float, -0.0 is not 0.0, a text is not its bytes; the order of members does not count.
 */
final class Canonical {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(10_000)
                    .maxNumberLength(10_000)
                    .build())
            .build();

    private Canonical() {}

    /** A value by the name of its encoding. */
    static String of(String type, byte[] content) {
        byte[] bytes = content == null ? new byte[0] : content;
        return switch (String.valueOf(type)) {
            case "msgpack" -> text(msgpack(bytes));
            case "json" -> text(json(new String(bytes, StandardCharsets.UTF_8)));
            case "null" -> "null";
            case "bytes" -> bytes(bytes);
            default -> type + " " + bytes(bytes);
        };
    }

    /** Members are {@code TreeMap}, lists are {@code List}, everything else is its canonical text. */
    static Object msgpack(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        Object value = value(in);
        if (in.hasRemaining()) {
            throw new IllegalArgumentException("bytes follow");
        }
        return value;
    }

    static String text(Object value) {
        StringBuilder text = new StringBuilder();
        write(value, text);
        return text.toString();
    }

    private static void write(Object value, StringBuilder text) {
        if (value instanceof Map<?, ?> members) {
            text.append('{');
            for (Map.Entry<?, ?> member : members.entrySet()) {
                text.append(member.getKey()).append(": ");
                write(member.getValue(), text);
                text.append(", ");
            }
            text.append('}');
        } else if (value instanceof List<?> items) {
            text.append('[');
            for (Object item : items) {
                write(item, text);
                text.append(", ");
            }
            text.append(']');
        } else {
            text.append((String) value);
        }
    }

    private static String bytes(byte[] bytes) {
        return "bytes " + HexFormat.of().formatHex(bytes);
    }

    static String string(String text) {
        return "'" + text + "'";
    }

    private static String real(double number) {
        return "float " + Double.toString(number);
    }

    private static Object value(ByteBuffer in) {
        int type = in.get() & 0xff;
        if (type < 0x80 || type >= 0xe0) {
            return Integer.toString((byte) type);
        }
        if (type < 0x90) {
            return members(in, type & 15);
        }
        if (type < 0xa0) {
            return items(in, type & 15);
        }
        if (type < 0xc0) {
            return utf8(in, type & 31);
        }
        return switch (type) {
            case 0xc0 -> "null";
            case 0xc2 -> "false";
            case 0xc3 -> "true";
            case 0xc4 -> bytes(taken(in, in.get() & 0xff));
            case 0xc6 -> bytes(taken(in, in.getInt()));
            case 0xc9 -> {
                int length = in.getInt();
                yield "object " + in.get() + " " + bytes(taken(in, length));
            }
            case 0xcb -> real(in.getDouble());
            case 0xcd -> Integer.toString(in.getShort() & 0xffff);
            case 0xcf -> new BigInteger(1, taken(in, 8)).toString();
            case 0xd3 -> Long.toString(in.getLong());
            case 0xdb -> utf8(in, in.getInt());
            case 0xdc -> items(in, in.getShort() & 0xffff);
            case 0xde -> members(in, in.getShort() & 0xffff);
            default -> throw new IllegalArgumentException("type " + type);
        };
    }

    private static byte[] taken(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static String utf8(ByteBuffer in, int length) {
        return string(new String(taken(in, length), StandardCharsets.UTF_8));
    }

    private static List<Object> items(ByteBuffer in, int size) {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            items.add(value(in));
        }
        return items;
    }

    private static Map<String, Object> members(ByteBuffer in, int size) {
        Map<String, Object> members = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            String name = (String) value(in);
            members.put(name.substring(1, name.length() - 1), value(in));
        }
        return members;
    }

    static Object json(String text) {
        try (JsonParser in = JSON.createParser(text)) {
            in.nextToken();
            return value(in);
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static Object value(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> members = new TreeMap<>();
                while (in.nextToken() != JsonToken.END_OBJECT) {
                    String name = in.currentName();
                    in.nextToken();
                    members.put(name, value(in));
                }
                yield members;
            }
            case START_ARRAY -> {
                List<Object> items = new ArrayList<>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(in));
                }
                yield items;
            }
            case VALUE_STRING -> string(in.getText());
            case VALUE_NUMBER_INT -> new BigInteger(in.getText()).toString();
            case VALUE_NUMBER_FLOAT -> real(Double.parseDouble(in.getText()));
            case VALUE_TRUE -> "true";
            case VALUE_FALSE -> "false";
            case VALUE_NULL -> "null";
            default -> throw new IllegalArgumentException(in.currentToken().toString());
        };
    }
}
