package dev.lagzero.sink.shape;

import java.util.Collection;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * How names and texts are written into SQL. The driver supplies both, so that nothing here quotes by itself.
 *
 * @param identifiers a name to a quoted identifier
 * @param literals a text to a quoted string constant
 */
public record Dialect(UnaryOperator<String> identifiers, UnaryOperator<String> literals) {

    public String name(String identifier) {
        return identifiers.apply(identifier);
    }

    public String names(Collection<String> names) {
        return names.stream().map(identifiers).collect(Collectors.joining(", "));
    }

    public String literal(String text) {
        return literals.apply(text);
    }

    public String relation(Relation relation) {
        return name(relation.schema()) + "." + name(relation.name());
    }
}
