package dev.lagzero.app.e2e;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes msgpack by its specification, so that nothing of ours is compared with itself. */
final class Msgpack {

    /** Bytes that are msgpack already. */
    record Raw(byte[] bytes) {}

    /** An object of the application, as its serializer packs it. */
    record Ext(int type, byte[] content) {}

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Msgpack() {}

    /** Null, booleans, integers, doubles, texts, bytes, lists, maps by text, {@link Ext} and {@link Raw}. */
    static byte[] of(Object value) {
        Msgpack packing = new Msgpack();
        packing.add(value);
        return packing.out.toByteArray();
    }

    private void add(Object value) {
        switch (value) {
            case null -> out.write(0xc0);
            case Boolean yes -> out.write(yes ? 0xc3 : 0xc2);
            case Integer number -> add(number.longValue());
            case Long number -> integer(number);
            case Double number -> head(0xcb, 8, Double.doubleToRawLongBits(number));
            case String text -> text(text.getBytes(StandardCharsets.UTF_8));
            case byte[] bytes -> {
                head(0xc6, 4, bytes.length);
                out.writeBytes(bytes);
            }
            case List<?> list -> {
                size(0x90, 0xdc, list.size());
                list.forEach(this::add);
            }
            case Map<?, ?> map -> {
                size(0x80, 0xde, map.size());
                map.forEach((name, member) -> {
                    add(name);
                    add(member);
                });
            }
            case Ext ext -> {
                head(0xc9, 4, ext.content().length);
                out.write(ext.type());
                out.writeBytes(ext.content());
            }
            case Raw raw -> out.writeBytes(raw.bytes());
            default -> throw new IllegalArgumentException(value.getClass().getName());
        }
    }

    private void integer(long number) {
        if (number >= -32 && number < 128) {
            out.write((int) number);
        } else if (number >= 0 && number < 65_536) {
            head(0xcd, 2, number);
        } else {
            head(0xd3, 8, number);
        }
    }

    private void text(byte[] utf8) {
        if (utf8.length < 32) {
            out.write(0xa0 | utf8.length);
        } else {
            head(0xdb, 4, utf8.length);
        }
        out.writeBytes(utf8);
    }

    private void size(int small, int large, int size) {
        if (size < 16) {
            out.write(small | size);
        } else {
            head(large, 2, size);
        }
    }

    private void head(int type, int bytes, long number) {
        out.write(type);
        out.write(ByteBuffer.allocate(8).putLong(number).array(), 8 - bytes, bytes);
    }
}
