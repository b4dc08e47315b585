package dev.lagzero.capture.memory;

import dev.lagzero.capture.journal.Change;
import dev.lagzero.capture.journal.RefusedWrite;
import dev.lagzero.schemas.change.Header;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.topic.Topics;
import dev.lagzero.schemas.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses rows that no record of the log could hold, before anything is written. */
final class Sizes {

    /** Both images of such a row fit whatever they hold: a character takes six bytes at most. */
    private static final long SURE = 4L << 20;

    private static final int FRAMING = 64 << 10;

    private Sizes() {}

    static void check(Change change) {
        if (change instanceof Change.Row row && (size(row.before()) > SURE || size(row.after()) > SURE)) {
            Header any = new Header("any", "memory", "any", new SourcePosition(1, 2), false, null, 0);
            int bytes = ChangeJson.encode(change.part(any, 0)).length;
            if (bytes > Topics.MAX_RECORD_BYTES - FRAMING) {
                throw new RefusedWrite(
                        RefusedWrite.Reason.TOO_LARGE,
                        "a row of " + row.layout().table() + " takes " + bytes + " bytes, its image before included; a"
                                + " record of the log holds " + (Topics.MAX_RECORD_BYTES - FRAMING) + ".");
            }
        }
    }

    private static long size(@Nullable List<Value> row) {
        long size = 0;
        if (row != null) {
            for (int i = 0; i < row.size(); i++) {
                size += row.get(i).size();
            }
        }
        return size;
    }
}
