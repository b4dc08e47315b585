package dev.lagzero.sink.ddl;

import dev.lagzero.sink.jdbc.SqlError;
import dev.lagzero.sink.shape.TargetConstraint;
import dev.lagzero.sink.shape.TargetConstraint.Kind;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.target.TargetException;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;

/** What to do when a constraint that the sink itself made refuses the source's data: the constraint gives way. */
public sealed interface Remedy {

    void apply(Workshop workshop) throws SQLException, TargetException;

    /** What gives way: the same thing gives way once. */
    String subject();

    record SetAside(String table, TargetConstraint constraint, String reason) implements Remedy {
        @Override
        public void apply(Workshop workshop) throws SQLException {
            new Constraints(workshop).setAside(table, constraint, reason);
        }

        @Override
        public String subject() {
            return table + ": " + constraint.declaration();
        }
    }

    record DigestKey(String table) implements Remedy {
        @Override
        public void apply(Workshop workshop) throws SQLException, TargetException {
            new Constraints(workshop).digestKey(table);
        }

        @Override
        public String subject() {
            return table + ": key";
        }
    }

    /** Empty when nobody's constraint, or somebody else's, is to blame. */
    static Optional<Remedy> of(SqlError error, String schema, Collection<TargetTable> tables) {
        if (error.meaning() != SqlError.Meaning.DATA || !schema.equals(error.schema())) {
            return Optional.empty();
        }
        return tables.stream()
                .filter(table -> table.name().equals(error.table()))
                .findFirst()
                .flatMap(table -> of(error, table));
    }

    private static Optional<Remedy> of(SqlError error, TargetTable table) {
        String name = error.constraint() == null ? "" : error.constraint();
        boolean tooLong = error.state().equals("54000");
        if (tooLong && name.equals(table.keyName())) {
            return Optional.of(new DigestKey(table.name()));
        }
        boolean isNull = error.state().equals("23502");
        return table.constraints().stream()
                .filter(TargetConstraint::isInForce)
                .filter(each -> isNull
                        ? each.kind() == Kind.NOT_NULL && each.columns().contains(error.column())
                        : each.kind() != Kind.NOT_NULL && each.name().equals(name))
                .findFirst()
                .map(each -> new SetAside(table.name(), each, error.message()));
    }
}
