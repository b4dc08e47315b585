package dev.lagzero.sink.shape;

import dev.lagzero.sink.type.Conversion;
import dev.lagzero.sink.type.TargetType;
import java.util.ArrayList;
import java.util.List;

/**
 * A temporary table for rows that are on their way: every column is written as a mixed one ({@code c0, s0, c1, s1,
 * ...}), so that it takes whatever comes, whatever types the rows will need in the end. Column {@code n} numbers the
 * rows, {@code p} is the ordinal of the change.
 *
 * @param columns of the target table, in this order: all of them, or its key
 */
public record Staging(String name, TargetTable table, List<String> columns) {

    static final String RANGE = "u.n >= ? AND u.n < ?";

    public Staging {
        columns = List.copyOf(columns);
    }

    /** The same staging for a table that has become wider. */
    public Staging of(TargetTable wider) {
        return new Staging(name, wider, columns);
    }

    public String create(Dialect dialect) {
        StringBuilder sql = new StringBuilder("CREATE TEMP TABLE " + dialect.name(name) + " (");
        for (int i = 0; i < columns.size(); i++) {
            sql.append("c").append(i).append(" text, s").append(i).append(" text NOT NULL, ");
        }
        return sql.append("n bigint, p bigint) ON COMMIT DROP").toString();
    }

    /** For COPY: two for each column, then n and p. */
    public List<PhysicalColumn> physical() {
        List<PhysicalColumn> physical = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            physical.add(new PhysicalColumn("c" + i, TargetType.MIXED, i, false));
            physical.add(new PhysicalColumn("s" + i, TargetType.MIXED, i, true));
        }
        physical.add(new PhysicalColumn("n", TargetType.BIGINT, columns.size(), false));
        physical.add(new PhysicalColumn("p", TargetType.BIGINT, columns.size() + 1, false));
        return physical;
    }

    /** What the target's physical columns get, in their order. */
    List<String> expressions(String alias) {
        return expressions(alias, columns);
    }

    List<String> keyExpressions(String alias) {
        return expressions(alias, table.key());
    }

    private List<String> expressions(String alias, List<String> wanted) {
        List<String> expressions = new ArrayList<>();
        for (String column : wanted) {
            int index = columns.indexOf(column);
            TargetType type = table.column(column).type();
            expressions.add(Conversion.fromMixed(type, alias + ".c" + index));
            if (type.isMixed()) {
                expressions.add(alias + ".s" + index);
            }
        }
        return expressions;
    }

    String sameKey(String alias, Staging other, String otherAlias) {
        List<String> conditions = new ArrayList<>();
        for (String column : table.key()) {
            int own = columns.indexOf(column);
            int theirs = other.columns.indexOf(column);
            conditions.add(alias + ".c" + own + " = " + otherAlias + ".c" + theirs);
            conditions.add(alias + ".s" + own + " = " + otherAlias + ".s" + theirs);
        }
        return String.join(" AND ", conditions);
    }
}
