package dev.lagzero.sink.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lagzero.schemas.value.Value;
import dev.lagzero.sink.shape.PhysicalColumn;
import dev.lagzero.sink.type.TargetType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Texts as COPY reads them, whatever character stands where. */
class CopyTextTest {

    private final CopyText copy = new CopyText();

    private String copied(String text) throws SQLException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        copy.start((bytes, size) -> sent.write(bytes, 0, size));
        List<PhysicalColumn> columns = List.of(new PhysicalColumn("v", TargetType.TEXT, 0, false));
        copy.add(columns, new int[] {0}, List.of(Value.of(text)));
        copy.flush();
        return sent.toString(StandardCharsets.UTF_8);
    }

    private static String expected(String text) {
        return text.replace("\\", "\\\\")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace("\t", "\\t")
                + "\n";
    }

    @Test
    void everyCharacterComesThroughAtEveryPlace() throws SQLException {
        for (int code = 1; code < 0x3000; code++) {
            String one = Character.toString(code);
            for (int place = 0; place < 17; place++) {
                String text = "x".repeat(place) + one + "y".repeat(17 - place);
                assertEquals(expected(text), copied(text), "character " + code + " at " + place);
            }
        }
    }

    @Test
    void longTextsAndRareCharactersComeThrough() throws SQLException {
        for (String text : List.of("", "😀", "a😀b", "x".repeat(1 << 20), "é\\".repeat(1 << 18), "what?\uFFFD")) {
            assertEquals(expected(text), copied(text));
        }
    }

    @Test
    void halfOfASurrogatePairIsRefusedAndNeverWritten() {
        for (String text : List.of("\uD83D", "x\uDE00", "a\uD83Db", "half of \uD83D within eight")) {
            assertThrows(IllegalArgumentException.class, () -> copied(text));
        }
    }
}
