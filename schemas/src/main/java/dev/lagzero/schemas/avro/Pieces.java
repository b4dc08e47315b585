package dev.lagzero.schemas.avro;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes of a record of unknown length. What does not fit goes into one more piece: an array that doubles would hold a row
 * of 30 MB three times while it grows. Not for several threads.
 */
final class Pieces extends OutputStream {

    /** A piece is as long as all before it together, up to here: most records that do not fit are hardly longer. */
    private static final int LONGEST = 64 << 10;

    private final List<byte[]> full = new ArrayList<>(1);
    private int before;
    private byte[] piece;
    private int at;

    /** @param usual bytes that most records have room in */
    Pieces(int usual) {
        piece = new byte[usual];
    }

    @Override
    public void write(int value) {
        if (at == piece.length) {
            another(1);
        }
        piece[at++] = (byte) value;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        int fits = Math.min(length, piece.length - at);
        System.arraycopy(from, offset, piece, at, fits);
        at += fits;
        int left = length - fits;
        if (left > 0) {
            another(left);
            System.arraycopy(from, offset + fits, piece, 0, left);
            at = left;
        }
    }

    /** The piece in hand is full. */
    private void another(int atLeast) {
        full.add(piece);
        before = Math.addExact(before, at);
        piece = new byte[Math.max(Math.min(LONGEST, before), atLeast)];
        at = 0;
    }

    byte[] together() {
        if (full.isEmpty()) {
            return Arrays.copyOf(piece, at);
        }
        byte[] all = new byte[Math.addExact(before, at)];
        int end = 0;
        for (byte[] each : full) {
            System.arraycopy(each, 0, all, end, each.length);
            end += each.length;
        }
        System.arraycopy(piece, 0, all, end, at);
        return all;
    }
}
