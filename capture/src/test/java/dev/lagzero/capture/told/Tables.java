package dev.lagzero.capture.told;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.table.Lineage;
import dev.lagzero.schemas.value.Image;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** The rows that a source's transactions make, each applied when it is whole. */
public final class Tables implements Consumer<ChangeEvent> {

    private final Map<String, Map<Image, Image>> tables = new HashMap<>();
    private final List<ChangeEvent.Part> open = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    @Override
    public void accept(ChangeEvent event) {
        switch (event) {
            case ChangeEvent.Claimed ignored -> open.clear();
            case ChangeEvent.Part part -> open.add(part);
            case ChangeEvent.Ended end -> {
                if (end.header().snapshot()) {
                    tables.clear();
                }
                open.forEach(this::apply);
                open.clear();
            }
        }
    }

    private void apply(ChangeEvent.Part part) {
        switch (part) {
            case ChangeEvent.RowChanged row -> apply(row);
            case ChangeEvent.TableDefined table -> {
                if (table.lineage() instanceof Lineage.Fresh) {
                    tables.put(table.table(), new HashMap<>());
                }
            }
            case ChangeEvent.TableDropped table -> tables.remove(table.table());
            case ChangeEvent.RowsRead rows -> rows.each().forEach(this::apply);
            case ChangeEvent.RowOversize row -> faults.add("oversize " + row);
            case ChangeEvent.TableFailed table -> faults.add("failed " + table);
        }
    }

    private void apply(ChangeEvent.RowChanged row) {
        Map<Image, Image> rows = tables.get(row.table());
        if (rows == null) {
            faults.add(row.table() + " has rows and no definition at " + row.position());
            return;
        }
        Image was = row.header().snapshot() ? null : rows.get(row.key());
        if (!Objects.equals(was, row.before())) {
            faults.add("before image of " + row.key() + " at " + row.position());
        }
        if (row.after() == null) {
            rows.remove(row.key());
        } else {
            rows.put(row.key(), row.after());
        }
    }

    /** A table's rows by their key. */
    public Map<Image, Image> rows(String table) {
        return tables.getOrDefault(table, Map.of());
    }

    public List<String> faults() {
        return faults;
    }
}
