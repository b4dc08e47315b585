package dev.lagzero.sink.write;

import dev.lagzero.schemas.value.Value;
import dev.lagzero.sink.type.TargetType;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Reads COPY's binary format by what Postgres' manual says of it. Shares no code with the sink. */
final class BinaryRows {

    private static final LocalDate DAY_ZERO = LocalDate.of(2000, 1, 1);

    private final ByteBuffer bytes;

    private BinaryRows(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    static List<List<Value>> read(byte[] stream, int size, List<TargetType> types) {
        return new BinaryRows(ByteBuffer.wrap(stream, 0, size)).rows(types);
    }

    private List<List<Value>> rows(List<TargetType> types) {
        expect(0x50_47_43_4F_50_59_0A_FFL, bytes.getLong());
        expect(0x0D, bytes.get());
        expect(0x0A, bytes.get());
        expect(0, bytes.get());
        expect(0, bytes.getInt());
        expect(0, bytes.getInt());
        List<List<Value>> rows = new ArrayList<>();
        for (int fields = bytes.getShort(); fields != -1; fields = bytes.getShort()) {
            expect(types.size(), fields);
            rows.add(types.stream().map(this::field).toList());
        }
        expect(0, bytes.remaining());
        return rows;
    }

    private static void expect(long expected, long found) {
        if (expected != found) {
            throw new IllegalStateException("expected " + expected + ", found " + found);
        }
    }

    private Value field(TargetType type) {
        int length = bytes.getInt();
        if (length == -1) {
            return Value.NULL;
        }
        int end = bytes.position() + length;
        Value value =
                switch (type.kind()) {
                    case BOOLEAN -> Value.of((long) bytes.get());
                    case BIGINT -> Value.of(bytes.getLong());
                    case DOUBLE -> Value.of(bytes.getDouble());
                    case NUMERIC -> Value.of(numeric());
                    case TEXT -> Value.of(new String(some(length), StandardCharsets.UTF_8));
                    case BYTEA -> Value.of(some(length));
                    case DATE -> Value.of(DAY_ZERO.plusDays(bytes.getInt()).toString());
                    case TIMESTAMP -> Value.of(time(bytes.getLong(), type));
                    case JSON, MIXED -> throw new IllegalStateException("a " + type + " that is not NULL");
                };
        expect(end, bytes.position());
        return value;
    }

    private byte[] some(int length) {
        byte[] some = new byte[length];
        bytes.get(some);
        return some;
    }

    private long numeric() {
        int digits = bytes.getShort();
        int weight = bytes.getShort();
        int sign = bytes.getShort();
        expect(0, bytes.getShort());
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < digits; i++) {
            BigInteger place = BigInteger.valueOf(10_000).pow(weight - i);
            number = number.add(BigInteger.valueOf(bytes.getShort()).multiply(place));
        }
        return (sign == 0x4000 ? number.negate() : number).longValueExact();
    }

    private static String time(long micros, TargetType type) {
        String fraction = type.pattern().fraction() == 0
                ? ""
                : "." + "S".repeat(type.pattern().fraction());
        return DAY_ZERO.atStartOfDay()
                .plus(micros, ChronoUnit.MICROS)
                .format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss" + fraction));
    }
}
