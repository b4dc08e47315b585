package dev.lagzero.capture.file;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The running checksum of a write-ahead log (walformat, "Checksum algorithm"): two words, chained from the header on. */
record WalChecksum(int first, int second) {

    static final WalChecksum START = new WalChecksum(0, 0);

    private static final VarHandle LITTLE = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /** @param length a multiple of 8 */
    WalChecksum over(byte[] bytes, int offset, int length, ByteOrder order) {
        VarHandle words = order == ByteOrder.BIG_ENDIAN ? BIG : LITTLE;
        int a = first;
        int b = second;
        for (int i = offset; i < offset + length; i += 8) {
            a += (int) words.get(bytes, i) + b;
            b += (int) words.get(bytes, i + 4) + a;
        }
        return new WalChecksum(a, b);
    }
}
