package dev.lagzero.capture.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the shared-memory file says of the write-ahead log: how many frames are committed, how many pages the database
 * then has, and in which generation. The file is in the byte order of the machine, apart from the salts, which are
 * copied from the log.
 */
record WalIndexHeader(long frames, int pages, int salt1, int salt2) {

    static final int SIZE = 48;
    static final WalIndexHeader NONE = new WalIndexHeader(0, 0, 0, 0);

    static WalIndexHeader parse(byte[] head) {
        if (head.length < SIZE) {
            return NONE;
        }
        ByteBuffer bytes = ByteBuffer.wrap(head);
        int salt1 = bytes.getInt(32);
        int salt2 = bytes.getInt(36);
        bytes.order(ByteOrder.nativeOrder());
        return new WalIndexHeader(bytes.getInt(16) & 0xffffffffL, bytes.getInt(20), salt1, salt2);
    }

    /** Whether it tells of the log that begins so. */
    boolean isOf(WalHeader log) {
        return salt1 == log.salt1() && salt2 == log.salt2();
    }

    boolean isOfGeneration(WalIndexHeader other) {
        return salt1 == other.salt1 && salt2 == other.salt2;
    }
}
