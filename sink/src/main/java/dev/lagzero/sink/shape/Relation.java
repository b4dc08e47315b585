package dev.lagzero.sink.shape;

/** A table's full name. */
public record Relation(String schema, String name) {

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
