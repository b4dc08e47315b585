package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.avro.RowAvro;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.sink.target.Shape;
import dev.lagzero.sink.target.Story;
import dev.lagzero.sink.target.Target.LargeTransaction;
import dev.lagzero.sink.target.Target.Tenure;
import dev.lagzero.sink.target.TargetException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A snapshot as the log has it, with rows that come many to a record. */
final class PackedStory {

    private static final int MOST = 40;

    private final Story story;
    private final List<RowEvent.Part> parts = new ArrayList<>();
    private final List<Row> waiting = new ArrayList<>();
    private @Nullable Shape last;
    private long ordinal;

    PackedStory(Story story) {
        this.story = story;
    }

    PackedStory define(Shape shape) {
        end();
        RowEvent.TableDefined defined = (RowEvent.TableDefined)
                Story.at(1, 1).define(shape.definition()).parts().getFirst();
        parts.add(new RowEvent.TableDefined(
                story.source(), story.position(), ordinal, defined.definition(), defined.lineage()));
        ordinal++;
        return this;
    }

    PackedStory row(Shape shape, Object... values) {
        if (last != shape || waiting.size() == MOST) {
            end();
        }
        last = shape;
        Image image = shape.image(values);
        waiting.add(new Row.Upsert(shape.name(), shape.keyOf(image), image));
        return this;
    }

    private void end() {
        if (!waiting.isEmpty()) {
            var rows = new RowEvent.Rows(
                    story.source(), story.position(), ordinal, waiting.size(), true, List.copyOf(waiting), "");
            parts.add((RowEvent.Part) RowAvro.decode(RowAvro.encode(rows)));
            ordinal += waiting.size();
            waiting.clear();
        }
    }

    /** The parts from an ordinal on, up to another. */
    List<RowEvent.Part> parts(long from, long to) {
        end();
        return parts.stream()
                .filter(part -> part.ordinal() >= from && part.ordinal() < to)
                .toList();
    }

    /** Goes on where the load stands; without an exception it is complete. */
    void load(Tenure tenure) throws TargetException {
        try (LargeTransaction large = tenure.openLarge(story.source(), story.position(), true)) {
            for (RowEvent.Part part : parts(large.nextOrdinal(), Long.MAX_VALUE)) {
                large.write(part, part.ordinal());
            }
            large.complete(ended(), 100);
        }
    }

    RowEvent.Ended ended() {
        end();
        return new RowEvent.Ended(story.source(), story.position(), true, ordinal, 1_700_000_000_000L);
    }

    SourcePosition position() {
        return story.position();
    }
}
