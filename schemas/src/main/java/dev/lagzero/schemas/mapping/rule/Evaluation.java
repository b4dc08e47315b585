package dev.lagzero.schemas.mapping.rule;

import com.fasterxml.jackson.core.JsonPointer;
import dev.lagzero.schemas.mapping.Mapping.SourceRow;
import dev.lagzero.schemas.mapping.Mapping.Unmappable;
import dev.lagzero.schemas.mapping.tree.JsonText;
import dev.lagzero.schemas.mapping.tree.NotJson;
import dev.lagzero.schemas.mapping.tree.Tree;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.Place;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One source row on its way through the rules: its columns, the JSON in them read once, and the rows made so far. */
public final class Evaluation {

    /** What an {@code each} stands at. */
    public record Item(Tree tree, @Nullable String name, long index) {}

    private record Identity(Place place, Image key) {}

    private final TableRules rules;
    private final SourceRow row;
    private final Layout layout;
    private final SourcePosition position;
    private final long ordinal;
    private final @Nullable Tree[] trees;
    private final Map<Identity, Row.Upsert> upserts = new LinkedHashMap<>(4);
    private final List<Row.Append> appends = new ArrayList<>(0);
    private final List<Row.Erase> erases = new ArrayList<>(0);
    private @Nullable Item item;

    Evaluation(TableRules rules, SourceRow row, SourcePosition position, long ordinal) {
        this.rules = rules;
        this.row = row;
        this.layout = rules.layout(row.image().names());
        this.position = position;
        this.ordinal = ordinal;
        this.trees = new Tree[rules.columns().size()];
    }

    public SourceRow source() {
        return row;
    }

    public SourcePosition position() {
        return position;
    }

    public long ordinal() {
        return ordinal;
    }

    /** A named column by its slot; NULL when this image lacks it. */
    public Value column(int slot) {
        int index = layout.indexes()[slot];
        return index < 0 ? Value.NULL : row.image().values().get(index);
    }

    public boolean has(int slot) {
        return layout.indexes()[slot] >= 0;
    }

    /** The JSON in a column; null for NULL and for the empty text. */
    public @Nullable Tree tree(int slot) {
        if (trees[slot] == null) {
            String text = Texts.ofJson(column(slot));
            if (text.isEmpty()) {
                return null;
            }
            try {
                trees[slot] = JsonText.read(text);
            } catch (NotJson reason) {
                throw new Unmappable("column " + rules.columns().get(slot).name() + ": " + reason.getMessage());
            }
        }
        return trees[slot];
    }

    public @Nullable Tree at(int slot, JsonPointer pointer) {
        Tree tree = tree(slot);
        return tree == null ? null : tree.at(pointer);
    }

    public Item item() {
        if (item == null) {
            throw new IllegalStateException("no each: stands at an item");
        }
        return item;
    }

    /** Applies rules to one item; afterwards the outer item is back. */
    void within(Item inner, List<Rule> inside) {
        Item outer = item;
        item = inner;
        for (Rule rule : inside) {
            rule.apply(this);
        }
        item = outer;
    }

    /** The columns that the mapping does not name. */
    public Image rest() {
        List<String> names = new ArrayList<>(layout.unnamed().length);
        List<Value> values = new ArrayList<>(layout.unnamed().length);
        for (int index : layout.unnamed()) {
            names.add(layout.names().get(index));
            values.add(row.image().values().get(index));
        }
        return new Image(names, values);
    }

    /** A row said twice is one row; of a shared one the higher rank counts. Said in two ways it is an error. */
    public void add(Row.Upsert upsert) {
        Row.Upsert other = upserts.putIfAbsent(new Identity(upsert.place(), upsert.key()), upsert);
        if (other == null || other.equals(upsert)) {
            return;
        }
        if (other.share() == null
                || upsert.share() == null
                || other.share().rank() == upsert.share().rank()) {
            throw new Unmappable("the row yields two different rows of " + upsert.table() + " with one key");
        }
        if (upsert.share().rank() > other.share().rank()) {
            upserts.put(new Identity(upsert.place(), upsert.key()), upsert);
        }
    }

    public void add(Row.Append append) {
        appends.add(append);
    }

    public void add(Row.Erase erase) {
        erases.add(erase);
    }

    List<Row.Upsert> upserts() {
        return List.copyOf(upserts.values());
    }

    List<Row.Append> appends() {
        return List.copyOf(appends);
    }

    List<Row.Erase> erases() {
        return List.copyOf(erases);
    }
}
