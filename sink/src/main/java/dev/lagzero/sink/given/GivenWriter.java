package dev.lagzero.sink.given;

import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import dev.lagzero.sink.target.TargetException;
import dev.lagzero.sink.type.Holding;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Writes images into a given table and removes keys from it, many to a statement. */
public final class GivenWriter {

    private final Connection connection;
    private final GivenTable table;

    public GivenWriter(Connection connection, GivenTable table) {
        this.connection = connection;
        this.table = table;
    }

    /** Why the image must be parked, in words for a person; empty when the server may be asked. */
    public Optional<String> objection(Image image) {
        Optional<String> never = Holding.objection(image);
        if (never.isPresent()) {
            return never;
        }
        for (int i = 0; i < image.names().size(); i++) {
            String column = image.names().get(i);
            Optional<String> objection = CastText.objection(
                    table.types().getOrDefault(column, ""), image.values().get(i));
            if (objection.isPresent()) {
                return Optional.of("column " + column + ": " + objection.get());
            }
        }
        return Optional.empty();
    }

    /** @throws TargetException.Refused when the table is not as the mapping needs it */
    public void check(Image image, Image key) throws TargetException {
        List<String> missing = image.names().stream()
                .filter(name -> !table.types().containsKey(name))
                .toList();
        if (!missing.isEmpty()) {
            throw new TargetException.Refused(
                    "table " + table.relation() + " lacks columns that the mapping fills: " + missing + "; add them");
        }
        if (!table.uniques().contains(new HashSet<>(key.names()))) {
            throw new TargetException.Refused("table " + table.relation() + " has no primary key or unique index on "
                    + key.names() + ", the key in the mapping; add one");
        }
    }

    /** @param images all with the same columns; keys are unique among them */
    public void write(List<Image> images, List<String> key) throws SQLException {
        if (table.hasSecondUnique()) {
            remove(images.stream().map(image -> image.project(key)).toList());
        }
        run(GivenSql.upsert(table, images.getFirst().names(), key), images);
    }

    /** What is there already stays. */
    public void append(List<Image> images, List<String> key) throws SQLException {
        run(GivenSql.append(table, images.getFirst().names(), key), images);
    }

    public void remove(List<Image> keys) throws SQLException {
        run(GivenSql.delete(table, keys.getFirst().names()), keys);
    }

    private void run(String sql, List<Image> images) throws SQLException {
        int columns = images.getFirst().names().size();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < columns; i++) {
                String[] texts = new String[images.size()];
                for (int j = 0; j < texts.length; j++) {
                    Value value = images.get(j).values().get(i);
                    texts[j] = CastText.of(value);
                }
                statement.setArray(i + 1, connection.createArrayOf("text", texts));
            }
            statement.executeUpdate();
        }
    }
}
