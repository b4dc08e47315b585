package dev.lagzero.schemas.mapping;

import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.table.ForeignKey;
import dev.lagzero.schemas.table.Lineage;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Image;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Each source table becomes a target table of the same shape; only names may change. */
public final class IdentityMapping implements Mapping {

    private final TargetNames names;

    public IdentityMapping(TargetNames names) {
        this.names = names;
    }

    @Override
    public List<Row.Upsert> rows(SourceRow row) {
        return List.of(new Row.Upsert(names.of(row.table()), renamed(row.key()), renamed(row.image())));
    }

    @Override
    public String table(String sourceTable) {
        return names.of(sourceTable);
    }

    @Override
    public Image key(String sourceTable, Image sourceKey) {
        return renamed(sourceKey);
    }

    @Override
    public Optional<Defined> define(TableDefinition source, Lineage lineage) {
        refuseCollisions(source);
        List<ColumnDefinition> columns = source.columns().stream()
                .map(column -> column.renamed(names.of(column.name())))
                .toList();
        TableDefinition target = new TableDefinition(
                names.of(source.name()),
                columns,
                names.of(source.key()),
                source.keyIsRowNumber(),
                source.uniques().stream().map(names::of).toList(),
                source.foreignKeys().stream().map(this::renamed).toList(),
                source.notices());
        return Optional.of(new Defined(target, renamed(lineage)));
    }

    @Override
    public boolean isOneToOne() {
        return true;
    }

    @Override
    public String hash() {
        return "identity-" + names;
    }

    private Image renamed(Image image) {
        return image.renamed(names.of(image.names()));
    }

    private ForeignKey renamed(ForeignKey foreignKey) {
        return new ForeignKey(
                names.of(foreignKey.columns()),
                names.of(foreignKey.parentTable()),
                names.of(foreignKey.parentColumns()),
                foreignKey.onUpdate(),
                foreignKey.onDelete());
    }

    private Lineage renamed(Lineage lineage) {
        return switch (lineage) {
            case Lineage.Fresh fresh -> fresh;
            case Lineage.Altered altered -> {
                Map<String, String> columns = new HashMap<>();
                altered.columns().forEach((now, before) -> columns.put(names.of(now), names.of(before)));
                yield new Lineage.Altered(names.of(altered.formerTable()), columns);
            }
        };
    }

    private void refuseCollisions(TableDefinition source) {
        Set<String> seen = new HashSet<>();
        for (ColumnDefinition column : source.columns()) {
            if (!seen.add(names.of(column.name()))) {
                throw new Unmappable("table " + source.name() + ": two columns would both be named "
                        + names.of(column.name()) + "; use names: preserve, or exclude the table");
            }
        }
    }
}
