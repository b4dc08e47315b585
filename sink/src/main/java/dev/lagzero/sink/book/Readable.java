package dev.lagzero.sink.book;

import dev.lagzero.sink.jdbc.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.zip.CRC32;

/**
 * What users read of the bookkeeping: the view {@code lagzero.lag} and the function {@code lagzero.wait_for}. It is made
 * anew when this version's differs from what is there, and otherwise left alone: a reader of it, who may be waiting, must
 * not hold up a start.
 */
final class Readable {

    private static final String NAME = "lag.sql";

    private Readable() {}

    static void ensure(Connection owner) throws SQLException {
        String script = script();
        CRC32 crc = new CRC32();
        crc.update(script.getBytes(StandardCharsets.UTF_8));
        String mark = "lagzero " + HexFormat.of().toHexDigits((int) crc.getValue());
        boolean made = Sql.exists(
                owner,
                "SELECT 1 FROM pg_description WHERE objoid = to_regclass('lagzero.format') AND objsubid = 0"
                        + " AND description = ?",
                mark);
        if (!made) {
            Sql.run(owner, script);
            Sql.run(owner, "COMMENT ON TABLE lagzero.format IS '" + mark + "'");
        }
    }

    private static String script() {
        try (InputStream in = Readable.class.getResourceAsStream(NAME)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its resource " + NAME);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource " + NAME, e);
        }
    }
}
