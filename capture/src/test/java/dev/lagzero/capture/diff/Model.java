package dev.lagzero.capture.diff;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.table.Lineage;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What somebody who only hears the changes believes the database to hold. It checks that the changes make sense. */
public final class Model {

    public record Table(TableDefinition definition, Map<Image, Image> rows) {}

    private final Map<String, Table> tables = new TreeMap<>();
    private final Map<String, String> failed = new TreeMap<>();

    public Map<String, Table> tables() {
        return tables;
    }

    public Map<String, String> failed() {
        return failed;
    }

    public Model apply(List<ChangeEvent.Part> parts) {
        Map<String, Set<Image>> seen = new HashMap<>();
        long ordinal = 0;
        for (ChangeEvent.Part part : parts) {
            check(part.ordinal() == ordinal++, "ordinals are not dense at " + part);
            switch (part) {
                case ChangeEvent.TableDefined defined -> define(defined);
                case ChangeEvent.TableDropped dropped -> {
                    boolean known = tables.remove(dropped.table()) != null | failed.remove(dropped.table()) != null;
                    check(known, "unknown table dropped: " + dropped);
                }
                case ChangeEvent.TableFailed failure -> {
                    tables.remove(failure.table());
                    failed.put(failure.table(), failure.reason());
                }
                case ChangeEvent.RowChanged change -> {
                    Set<Image> keys = seen.computeIfAbsent(change.table(), name -> new HashSet<>());
                    check(keys.add(change.key()), "a second change of one key: " + change);
                    change(change);
                }
                case ChangeEvent.RowsRead rows -> throw new AssertionError("the differ tells one by one " + rows);
                case ChangeEvent.RowOversize large -> throw new AssertionError("unexpected " + large);
            }
        }
        return this;
    }

    private void define(ChangeEvent.TableDefined defined) {
        failed.remove(defined.table());
        switch (defined.lineage()) {
            case Lineage.Fresh ignored ->
                tables.put(defined.table(), new Table(defined.definition(), new LinkedHashMap<>()));
            case Lineage.Altered altered -> {
                Table old = tables.remove(altered.formerTable());
                check(old != null, "unknown table altered: " + defined);
                Map<Image, Image> rows = new LinkedHashMap<>();
                for (Image row : old.rows().values()) {
                    Image shown = shown(row, defined.definition(), altered);
                    rows.put(shown.project(defined.definition().key()), shown);
                }
                tables.put(defined.table(), new Table(defined.definition(), rows));
            }
        }
    }

    private static Image shown(Image row, TableDefinition definition, Lineage.Altered lineage) {
        List<Value> values = new ArrayList<>();
        for (ColumnDefinition column : definition.columns()) {
            String former = lineage.columns().get(column.name());
            values.add(former == null ? column.defaultValue() : row.get(former));
        }
        return new Image(definition.columnNames(), values);
    }

    private void change(ChangeEvent.RowChanged change) {
        Table table = tables.get(change.table());
        check(table != null, "a change of an unknown table: " + change);
        Image known = table.rows().get(change.key());
        check(java.util.Objects.equals(known, change.before()), "before is " + known + " in " + change);
        check(!java.util.Objects.equals(change.before(), change.after()), "nothing changed: " + change);
        if (change.after() == null) {
            table.rows().remove(change.key());
        } else {
            check(change.after().names().equals(table.definition().columnNames()), "other columns: " + change);
            check(change.after().project(table.definition().key()).equals(change.key()), "other key: " + change);
            table.rows().put(change.key(), change.after());
        }
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new AssertionError(message);
        }
    }
}
