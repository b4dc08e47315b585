package dev.lagzero.capture.diff;

import dev.lagzero.capture.page.Database;
import dev.lagzero.capture.page.DirtyPages;
import dev.lagzero.capture.page.SchemaPages;
import dev.lagzero.capture.page.TreeChange;
import dev.lagzero.capture.page.TreeChanges;
import dev.lagzero.capture.page.TreeParts;
import dev.lagzero.capture.page.TreeTracker;
import dev.lagzero.capture.table.Schema;
import dev.lagzero.capture.table.StoredTable;
import dev.lagzero.schemas.change.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What is remembered of a database from one transaction to the next, as long as its definitions stay as they are. */
final class KnownDatabase implements AutoCloseable {

    private final Schema schema;
    private final List<KnownTable> tables;
    private final TreeTracker trees;
    private SchemaPages schemaPages;
    private Database database;

    private KnownDatabase(
            Database database, Schema schema, List<KnownTable> tables, TreeTracker trees, SchemaPages schemaPages) {
        this.database = database;
        this.schema = schema;
        this.tables = tables;
        this.trees = trees;
        this.schemaPages = schemaPages;
    }

    static KnownDatabase learn(Database database, CaptureScope scope) {
        Schema schema = Schema.of(database);
        Side side = new Side(database, schema, scope);
        List<KnownTable> tables = new ArrayList<>();
        for (StoredTable table : side.tables()) {
            if (table instanceof StoredTable.Followed followed) {
                tables.add(new KnownTable(followed, schema, scope));
            }
        }
        var watched = tables.stream().map(KnownTable::root).collect(Collectors.toSet());
        TreeTracker trees = TreeTracker.learn(database, schema.roots(), watched);
        return new KnownDatabase(database, schema, tables, trees, SchemaPages.of(database));
    }

    /** As of the last transaction. */
    Database database() {
        return database;
    }

    /** Empty when definitions changed, or when the pages do not tell what happened. */
    Optional<Changes> next(DirtyPages dirty, Header header) {
        database = dirty.after();
        if (schemaPages.touchedBy(dirty)) {
            if (!Schema.of(dirty.after()).sameAs(schema)) {
                return Optional.empty();
            }
            schemaPages = SchemaPages.of(dirty.after());
        }
        Optional<TreeChanges> changes = trees.advance(dirty);
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        List<Supplier<List<Stage>>> stages = new ArrayList<>();
        for (KnownTable table : tables) {
            TreeChange change = changes.get().of(table.root());
            if (change != null) {
                TreeParts parts = change.parts(dirty);
                if (!table.advance(dirty, parts)) {
                    return Optional.empty();
                }
                stages.add(() -> List.of(table.rows(parts, header)));
            }
        }
        return Optional.of(new LazyChanges(() -> -1, stages.iterator()));
    }

    @Override
    public void close() {
        tables.forEach(KnownTable::close);
    }
}
