package dev.lagzero.schemas.mapping.file;

import dev.lagzero.schemas.row.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Where rows of a mapping go. All rules that fill one place must agree on its key and on whether its rows are shared. */
final class Places {

    private record Form(List<String> key, boolean shared) {}

    private record Wanted(Entry entry, String label) {}

    private final Map<Place, Form> forms = new LinkedHashMap<>();
    private final List<Wanted> ends = new ArrayList<>();

    void filled(Entry entry, Place place, List<String> key, boolean shared) {
        Form form = new Form(key, shared);
        Form other = forms.putIfAbsent(place, form);
        if (other == null || other.equals(form)) {
            return;
        }
        if (!other.key().equals(key)) {
            entry.problem(place.name() + " has the key " + key + " here and " + other.key() + " elsewhere");
        } else {
            entry.problem(
                    place.name() + " is shared in one rule and not in another; give every rule that fills it shared:");
        }
    }

    /** An edge ends at vertices of this label. */
    void needed(Entry entry, String label) {
        ends.add(new Wanted(entry, label));
    }

    void check() {
        List<String> labels = forms.keySet().stream()
                .filter(place -> place.kind() == Place.Kind.VERTEX)
                .map(Place::name)
                .toList();
        for (Wanted end : ends) {
            if (!labels.contains(end.label())) {
                end.entry().problem("no rule makes a vertex " + end.label() + Nearest.hint(end.label(), labels));
            }
        }
    }

    /** The key property of a vertex, {@code id} when no rule has said it yet. */
    String keyOf(String label) {
        Form form = forms.get(Place.vertex(label));
        return form == null ? "id" : form.key().getFirst();
    }

    /** For people: {@code table core.identities (agent_id)}. */
    List<String> shown() {
        return forms.entrySet().stream()
                .map(form -> form.getKey().kind().name().toLowerCase(java.util.Locale.ROOT) + " "
                        + form.getKey().name() + " "
                        + form.getValue().key().stream().collect(Collectors.joining(", ", "(", ")"))
                        + (form.getValue().shared() ? " shared" : ""))
                .toList();
    }
}
