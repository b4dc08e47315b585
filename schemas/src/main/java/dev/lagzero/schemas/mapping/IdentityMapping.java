package dev.lagzero.schemas.mapping;

import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.table.ForeignKey;
import dev.lagzero.schemas.table.Lineage;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Image;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Each source table becomes a target table of the same shape; only names may change. */
public final class IdentityMapping implements Mapping {

    private final TargetNames names;

    /** By the source's names; one answer is shared by all rows of a table. */
    private final Map<List<String>, TargetColumns> columns = new ConcurrentHashMap<>();

    public IdentityMapping(TargetNames names) {
        this.names = names;
    }

    /** None of a table that Postgres cannot have: it is rejected as a whole, where it is defined. */
    @Override
    public List<Row.Upsert> rows(SourceRow row) {
        if (!columns(row.image().names()).objection().isEmpty()) {
            return List.of();
        }
        return List.of(new Row.Upsert(names.table(row.table()), renamed(row.key()), renamed(row.image())));
    }

    @Override
    public String table(String sourceTable) {
        return names.table(sourceTable);
    }

    @Override
    public Image key(String sourceTable, Image sourceKey) {
        return renamed(sourceKey);
    }

    @Override
    public Optional<Defined> define(TableDefinition source, Lineage lineage) {
        String objection = columns(
                        source.columns().stream().map(ColumnDefinition::name).toList())
                .objection();
        if (!objection.isEmpty()) {
            throw new Unmappable("table " + source.name() + ": " + objection);
        }
        List<ColumnDefinition> renamed = source.columns().stream()
                .map(column -> column.renamed(names.column(column.name())))
                .toList();
        TableDefinition target = new TableDefinition(
                names.table(source.name()),
                renamed,
                columns(source.key()).names(),
                source.keyIsRowNumber(),
                source.uniques().stream().map(unique -> columns(unique).names()).toList(),
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

    private TargetColumns columns(List<String> source) {
        return columns.computeIfAbsent(source, list -> TargetColumns.of(list, names));
    }

    private Image renamed(Image image) {
        return image.renamed(columns(image.names()).names());
    }

    private ForeignKey renamed(ForeignKey foreignKey) {
        return new ForeignKey(
                columns(foreignKey.columns()).names(),
                names.table(foreignKey.parentTable()),
                columns(foreignKey.parentColumns()).names(),
                foreignKey.onUpdate(),
                foreignKey.onDelete());
    }

    private Lineage renamed(Lineage lineage) {
        return switch (lineage) {
            case Lineage.Fresh fresh -> fresh;
            case Lineage.Altered altered -> {
                Map<String, String> before = new HashMap<>();
                altered.columns().forEach((now, then) -> before.put(names.column(now), names.column(then)));
                yield new Lineage.Altered(names.table(altered.formerTable()), before);
            }
        };
    }
}
