package dev.lagzero.capture.publish;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.json.MalformedRecord;
import dev.lagzero.schemas.json.Stamp;

/** Reads the stamps of records, some of which may be somebody else's. */
final class Stamps {

    private Stamps() {}

    static Stamp of(ChangeLog.Entry entry) {
        try {
            return ChangeJson.stamp(entry.value());
        } catch (MalformedRecord e) {
            throw new CaptureFault(
                    "the changes topic holds a record at offset " + entry.offset()
                            + " that no Lagzero wrote: " + e.getMessage()
                            + ". Use another pipeline name, or delete the topic and start again.",
                    e);
        }
    }
}
