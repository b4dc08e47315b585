package dev.lagzero.sink.worker;

import dev.lagzero.schemas.mapping.Mapping;
import dev.lagzero.schemas.mapping.file.MappingFile;
import dev.lagzero.schemas.mapping.file.Settings;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Rows of one source, and what a transaction does to them. Names are unique, and keys of the target: two people who swap
 * their names swap keys of the target.
 */
public final class People {

    /** A name is told by source and number; tags and friends are shared by all sources. */
    static final Mapping MAPPING = MappingFile.compile("""
            mapping: people
            tables:
              people:
                rows:
                  - table: note
                    key: [id]
                    columns: {id: name, body: body, size: size}
                  - vertex: Item
                    key: {id: name}
                    shared: 10
                    properties: {size: size, body: {blank_to_null: body}}
                  - edge: KNOWS
                    when: {not: {blank: friend}}
                    from: {vertex: Item, key: name}
                    to: {vertex: Item, key: friend, placeholder: {unknown: {const: true}}}
                  - each: tags
                    rows:
                      - vertex: Tag
                        key: {id: $item}
                        shared: 0
                      - edge: HAS_TAG
                        from: {vertex: Item, key: name}
                        to: {vertex: Tag, key: $item}
                  - history: log
                    of: {of: id}
                    columns: {body: body}
            """, Settings.NONE, Map.of());

    /** What one transaction does, one thing after the other. */
    public sealed interface Deed {

        /** @param friend a person's number, or none below zero */
        record Put(int id, int name, int body, int friend, List<String> tags) implements Deed {
            public Put {
                tags = List.copyOf(tags);
            }
        }

        record Remove(int id) implements Deed {}
    }

    private record Person(int name, int body, int friend, List<String> tags) {

        Person called(int other) {
            return new Person(other, body, friend, tags);
        }
    }

    private final String source;
    private final Map<Integer, Person> people = new TreeMap<>();

    People(String source) {
        this.source = source;
    }

    void apply(Deed deed) {
        switch (deed) {
            case Deed.Remove remove -> people.remove(remove.id());
            case Deed.Put put -> {
                Person before = people.get(put.id());
                people.replaceAll((id, person) -> person.name() != put.name() || before == null || id == put.id()
                        ? person
                        : person.called(before.name()));
                people.values().removeIf(person -> person.name() == put.name());
                people.put(put.id(), new Person(put.name(), put.body(), put.friend(), put.tags()));
            }
        }
    }

    /** By id. */
    Map<Integer, Image> images() {
        Map<Integer, Image> images = new TreeMap<>();
        people.forEach((id, person) -> images.put(
                id,
                new Image(
                        List.of("id", "name", "body", "size", "friend", "tags"),
                        List.of(
                                Value.of("p" + id),
                                Value.of(name(person.name())),
                                Value.of(person.body() == 0 ? "" : "b" + person.body()),
                                Value.of((long) person.body()),
                                Value.of(friend(person.friend())),
                                Value.of(json(person.tags()))))));
        return images;
    }

    private static String json(List<String> tags) {
        return tags.stream().map(tag -> "\"" + tag + "\"").collect(Collectors.joining(",", "[", "]"));
    }

    private String name(int number) {
        return source + number;
    }

    /** Some are of this source, and one nobody knows. */
    private String friend(int number) {
        return number < 0 ? "" : number == 0 ? "stranger" : name(number);
    }
}
