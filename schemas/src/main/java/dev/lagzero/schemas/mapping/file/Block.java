package dev.lagzero.schemas.mapping.file;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Keys with values. What nobody has asked for when it is {@linkplain #close closed} is reported: it has no meaning. */
final class Block {

    private final Entry entry;
    private final Map<String, Entry> members;
    private final Set<String> known = new LinkedHashSet<>();

    Block(Entry entry, Map<String, Entry> members) {
        this.entry = entry;
        this.members = members;
    }

    Entry entry() {
        return entry;
    }

    Set<String> names() {
        return members.keySet();
    }

    boolean has(String name) {
        known.add(name);
        return members.containsKey(name);
    }

    @Nullable
    Entry optional(String name) {
        known.add(name);
        return members.get(name);
    }

    Entry required(String name) {
        Entry found = optional(name);
        if (found != null) {
            return found;
        }
        entry.problem("needs the key " + name + ":");
        // A stand-in whose problems nobody reads keeps one missing key from being told many times.
        Node nothing = new ScalarNode(
                Tag.NULL, "", entry.node().getStartMark(), entry.node().getEndMark(), DumperOptions.ScalarStyle.PLAIN);
        return new Entry(nothing, entry.key() + "." + name, new ArrayList<>());
    }

    String text(String name, String otherwise) {
        Entry found = optional(name);
        return found == null ? otherwise : found.text();
    }

    /** The items of a list that may be missing. */
    List<Entry> items(String name) {
        Entry found = optional(name);
        return found == null ? List.of() : found.items();
    }

    void close() {
        for (Map.Entry<String, Entry> member : members.entrySet()) {
            if (!known.contains(member.getKey())) {
                member.getValue().problem("is not a key that means something here" + hint(member.getKey()));
            }
        }
    }

    private String hint(String name) {
        String nearest = Nearest.hint(name, known);
        return nearest.isEmpty() && !known.isEmpty() ? "; keys here: " + String.join(", ", known) : nearest;
    }
}
