package dev.lagzero.stream;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.change.Header;
import dev.lagzero.schemas.mapping.IdentityMapping;
import dev.lagzero.schemas.mapping.Mapping;
import dev.lagzero.schemas.mapping.Projection;
import dev.lagzero.schemas.mapping.TargetNames;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.topic.Topics;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;

/** Records of a changes topic, and what is needed to read them. */
final class Changes {

    static final Topics TOPICS = new Topics("test");
    static final Mapping MAPPING = new IdentityMapping(TargetNames.FOLD);
    static final Projection PROJECTION = new Projection("plain", MAPPING.hash());

    private Changes() {}

    static List<ChangeEvent> transaction(long sequence, String... texts) {
        Header header = header(sequence);
        List<ChangeEvent> events = new ArrayList<>();
        for (String text : texts) {
            long id = events.size();
            Image image = new Image(List.of("id", "text"), List.of(Value.of(id), Value.of(text)));
            events.add(new ChangeEvent.RowChanged(header, id, "Things", image.project(List.of("id")), null, image));
        }
        events.add(new ChangeEvent.Ended(header, events.size()));
        return events;
    }

    static ChangeEvent.RowsRead read(String... texts) {
        Header header = new Header("app", "sqlite", "app.db", new SourcePosition(1, 1), true, null, 1_000);
        List<List<Value>> rows = new ArrayList<>();
        for (String text : texts) {
            rows.add(List.of(Value.of(rows.size()), Value.of(text)));
        }
        return new ChangeEvent.RowsRead(header, 4, "Things", List.of("id"), List.of("id", "text"), rows);
    }

    static ChangeEvent oversize(long sequence) {
        Image key = new Image(List.of("id"), List.of(Value.of(1)));
        return new ChangeEvent.RowOversize(header(sequence), 0, "Things", key, 100_000_000);
    }

    private static Header header(long sequence) {
        return new Header("app", "sqlite", "app.db", new SourcePosition(1, sequence), false, null, 1_000);
    }
}
