package dev.lagzero.schemas.mapping.file;

import dev.lagzero.schemas.mapping.rule.Expression;
import dev.lagzero.schemas.mapping.tree.JsonText;
import dev.lagzero.schemas.mapping.tree.Tree;
import dev.lagzero.schemas.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code rest:} of a row: all columns that the mapping does not name, as one JSON object. */
final class Rest {

    private Rest() {}

    static Expression expression() {
        return row -> {
            Map<String, Tree> members = new LinkedHashMap<>();
            JsonExpressions.addRest(row, members);
            return Value.of(JsonText.text(new Tree.Members(members)));
        };
    }
}
