package dev.lagzero.sink.ddl;

import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import dev.lagzero.sink.book.ParkedRow;
import dev.lagzero.sink.book.Parking;
import dev.lagzero.sink.book.Stage;
import dev.lagzero.sink.shape.TargetTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Parked images follow their table through an ALTER, so that they can still be applied afterwards. */
final class ParkedImages {

    private final Workshop workshop;

    ParkedImages(Workshop workshop) {
        this.workshop = workshop;
    }

    void alter(TargetTable former, TableDefinition definition, Map<String, String> names) throws SQLException {
        Parking parking = workshop.site().parking();
        List<ParkedRow> rows = parking.of(workshop.connection(), former.source(), former.name());
        if (rows.isEmpty()) {
            return;
        }
        parking.resolveTable(workshop.connection(), Stage.LIVE, former.source(), former.name());
        for (ParkedRow row : rows) {
            parking.park(
                    workshop.connection(),
                    Stage.LIVE,
                    new ParkedRow(
                            row.source(),
                            definition.name(),
                            key(row.key(), definition, names),
                            row.position(),
                            row.ordinal(),
                            row.action(),
                            row.image().map(image -> altered(image, definition, names)),
                            row.reason()));
        }
    }

    /** A key whose columns are not all known under their new names stays as it was written. */
    private static Image key(Image key, TableDefinition definition, Map<String, String> names) {
        List<Value> values = new ArrayList<>();
        for (String column : definition.key()) {
            Value value = key.find(names.getOrDefault(column, column));
            if (value == null) {
                return key;
            }
            values.add(value);
        }
        return new Image(definition.key(), values);
    }

    private static Image altered(Image image, TableDefinition definition, Map<String, String> names) {
        List<Value> values = new ArrayList<>();
        for (ColumnDefinition column : definition.columns()) {
            String before = names.get(column.name());
            Value kept = before == null ? null : image.find(before);
            values.add(kept == null ? column.defaultValue() : kept);
        }
        return new Image(definition.columnNames(), values);
    }
}
