package dev.lagzero.sink.worker;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.change.Header;
import dev.lagzero.schemas.mapping.Mapping.SourceRow;
import dev.lagzero.schemas.mapping.Normalizer;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.Place;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import dev.lagzero.sink.target.PlacedRows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Transactions of several sources as a rows topic has them, and what is true after each. */
public final class PeopleLog {

    /**
     * @param anew the source begins a new epoch with all it holds after this
     * @param reversed its changes are told in the other order
     */
    public record Transaction(int source, boolean anew, boolean reversed, List<People.Deed> deeds) {
        public Transaction {
            deeds = List.copyOf(deeds);
        }
    }

    /**
     * One transaction's records, and what a target shows after it.
     *
     * @param log rows of history, one for each change so far
     */
    record Step(List<RowEvent> events, Set<Image> notes, Set<String> graph, Set<Image> log) {}

    private static final String TABLE = "people";
    private final Map<Integer, People> sources = new TreeMap<>();
    private final Map<Integer, SourcePosition> positions = new HashMap<>();
    private final Normalizer normalizer = new Normalizer(People.MAPPING);
    private final Set<Image> log = new HashSet<>();
    private final List<Step> steps = new ArrayList<>();

    PeopleLog(List<Transaction> transactions) {
        transactions.forEach(this::add);
    }

    List<Step> steps() {
        return steps;
    }

    /** The whole topic. */
    List<RowEvent> events() {
        return steps.stream().flatMap(step -> step.events().stream()).toList();
    }

    private void add(Transaction transaction) {
        String source = name(transaction.source());
        People people = sources.computeIfAbsent(transaction.source(), number -> new People(source));
        Map<Integer, Image> before = people.images();
        transaction.deeds().forEach(people::apply);
        SourcePosition last = positions.getOrDefault(transaction.source(), SourcePosition.NONE);
        boolean opens = transaction.anew() || last.equals(SourcePosition.NONE);
        SourcePosition position = opens ? new SourcePosition(last.epoch() + 1, 1) : last.next();
        positions.put(transaction.source(), position);
        List<ChangeEvent> changes = new ArrayList<>();
        if (opens) {
            changes.add(new ChangeEvent.Claimed(source, position.epoch(), "test", "", 0));
        }
        Header header = new Header(source, "test", source, position, opens, null, 0);
        changes.addAll(changes(header, opens ? Map.of() : before, people.images(), transaction.reversed()));
        changes.add(new ChangeEvent.Ended(header, changes.size() - (opens ? 1 : 0)));
        PlacedRows rows = new PlacedRows();
        sources.forEach(
                (number, each) -> each.images().values().forEach(image -> rows.add(mapped(name(number), image))));
        steps.add(new Step(
                changes.stream()
                        .flatMap(change -> normalizer.normalize(change).stream())
                        .toList(),
                rows.images(Place.table("note")),
                rows.graph(),
                Set.copyOf(log)));
    }

    private static String name(int source) {
        return source == 0 ? "shop" : "other";
    }

    private static List<Row.Upsert> mapped(String source, Image image) {
        return People.MAPPING.rows(new SourceRow(source, TABLE, key(image), image));
    }

    private static Image key(Image image) {
        return image.project(List.of("id"));
    }

    /** What differs, row by row. */
    private List<ChangeEvent> changes(
            Header header, Map<Integer, Image> before, Map<Integer, Image> after, boolean reversed) {
        Set<Integer> all = new HashSet<>(before.keySet());
        all.addAll(after.keySet());
        List<Integer> ids = new ArrayList<>(all);
        ids.removeIf(id -> before.containsKey(id) && before.get(id).equals(after.get(id)));
        if (reversed) {
            Collections.reverse(ids);
        }
        List<ChangeEvent> changes = new ArrayList<>();
        for (int id : ids) {
            Image image = after.containsKey(id) ? after.get(id) : before.get(id);
            if (after.containsKey(id)) {
                log.add(history(header, changes.size(), image));
            }
            changes.add(new ChangeEvent.RowChanged(
                    header, changes.size(), TABLE, key(image), before.get(id), after.get(id)));
        }
        return changes;
    }

    private static Image history(Header header, int ordinal, Image image) {
        return new Image(
                List.of("source_name", "source_epoch", "source_sequence", "source_ordinal", "of", "body"),
                List.of(
                        Value.of(header.source()),
                        Value.of(header.position().epoch()),
                        Value.of(header.position().sequence()),
                        Value.of((long) ordinal),
                        image.get("id"),
                        image.get("body")));
    }
}
