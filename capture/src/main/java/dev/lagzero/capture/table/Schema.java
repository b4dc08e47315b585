package dev.lagzero.capture.table;

import dev.lagzero.capture.page.Database;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The schema of one state of a database. What its statements mean is worked out once and remembered: it depends on
 * their text alone.
 */
public final class Schema {

    private static final int REMEMBERED = 16;

    private static final Map<List<SchemaEntry>, SchemaMeaning> MEANINGS = new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<SchemaEntry>, SchemaMeaning> eldest) {
            return size() > REMEMBERED;
        }
    };

    private final List<SchemaEntry> entries;
    private final SchemaMeaning meaning;

    private Schema(List<SchemaEntry> entries, SchemaMeaning meaning) {
        this.entries = entries;
        this.meaning = meaning;
    }

    public static Schema of(Database database) {
        List<SchemaEntry> entries = SchemaReader.read(database);
        return new Schema(entries, meaning(entries));
    }

    /** Both say the same, word by word and root by root. */
    public boolean sameAs(Schema other) {
        return entries.equals(other.entries);
    }

    private static SchemaMeaning meaning(List<SchemaEntry> entries) {
        List<SchemaEntry> declarations =
                entries.stream().map(SchemaEntry::declaration).toList();
        synchronized (MEANINGS) {
            return MEANINGS.computeIfAbsent(declarations, SchemaParser::parse);
        }
    }

    /** Tables to be followed, those that fail included, in the order of the schema. */
    public List<StoredTable> tables() {
        List<StoredTable> tables = new ArrayList<>();
        for (SchemaEntry entry : entries) {
            if (entry.type().equals("table")) {
                stored(entry).ifPresent(tables::add);
            }
        }
        return tables;
    }

    private Optional<StoredTable> stored(SchemaEntry entry) {
        TableShape shape = meaning.shapes().get(entry.name());
        if (shape != null) {
            return Optional.of(new StoredTable.Followed(entry, shape));
        }
        String reason = meaning.failures().get(entry.name());
        return reason == null ? Optional.empty() : Optional.of(new StoredTable.Failed(entry, reason));
    }

    /** What is not replicated, in words for a person. */
    public List<String> notices() {
        return meaning.notices();
    }

    /** The root page of an index. */
    public Optional<Integer> indexRoot(String index) {
        return entries.stream()
                .filter(entry -> entry.type().equals("index") && entry.name().equalsIgnoreCase(index))
                .map(SchemaEntry::root)
                .findFirst();
    }

    /** Root pages of all b-trees, that of the schema itself included. */
    public List<Integer> roots() {
        return Stream.concat(
                        Stream.of(1), entries.stream().map(SchemaEntry::root).filter(root -> root > 0))
                .toList();
    }
}
