package dev.lagzero.capture.file;

import java.util.HexFormat;
import java.util.Optional;

/**
 * A place behind a commit in one generation of a write-ahead log. The running checksum proves that the log up to there
 * is the one that was read.
 *
 * @param frame committed frames in front of it; 0 at the beginning of the generation
 */
record WalMark(int salt1, int salt2, int frame, WalChecksum checksum) {

    /** As it is kept with a page set. */
    String encode() {
        HexFormat hex = HexFormat.of();
        return "wal:" + hex.toHexDigits(salt1) + ":" + hex.toHexDigits(salt2) + ":" + frame + ":"
                + hex.toHexDigits(checksum.first()) + ":" + hex.toHexDigits(checksum.second());
    }

    static Optional<WalMark> decode(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 6 || !parts[0].equals("wal")) {
            return Optional.empty();
        }
        return Optional.of(new WalMark(
                HexFormat.fromHexDigits(parts[1]),
                HexFormat.fromHexDigits(parts[2]),
                Integer.parseInt(parts[3]),
                new WalChecksum(HexFormat.fromHexDigits(parts[4]), HexFormat.fromHexDigits(parts[5]))));
    }
}
