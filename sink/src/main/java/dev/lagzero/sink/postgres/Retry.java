package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.row.Former;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.sink.book.ParkedRow;
import dev.lagzero.sink.book.Parking;
import dev.lagzero.sink.book.Progress;
import dev.lagzero.sink.book.SourceSchemas;
import dev.lagzero.sink.book.Stage;
import dev.lagzero.sink.ddl.Site;
import dev.lagzero.sink.ddl.Workshop;
import dev.lagzero.sink.jdbc.Connections;
import dev.lagzero.sink.jdbc.SqlError;
import dev.lagzero.sink.jdbc.Transaction;
import dev.lagzero.sink.net.NetRow;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.target.TargetException;
import dev.lagzero.sink.write.Fitting;
import dev.lagzero.sink.write.RowPlan;
import dev.lagzero.sink.write.RowWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tries parked rows again: something about the target has been mended. Workers wait meanwhile. */
public final class Retry {

    /** How many rows were parked, and how many of them no longer are. */
    public record Outcome(int tried, int applied) {}

    private final Connections connections;
    private final Sites sites;

    Retry(Connections connections, Sites sites) {
        this.connections = connections;
        this.sites = sites;
    }

    Outcome run() throws TargetException {
        try (Transaction transaction = Transaction.begin(connections.owner())) {
            Connection connection = transaction.connection();
            // Rows of the same keys must not come in between.
            new Progress(sites.projection()).lockAll(connection);
            Map<String, String> schemas = new SourceSchemas(sites.projection()).all(connection);
            Map<String, Workshop> workshops = new HashMap<>();
            Parking parking = new Parking(sites.projection());
            List<ParkedRow> rows = parking.outlines(connection);
            int applied = 0;
            for (ParkedRow outline : rows) {
                Parking.Ticket ticket = Parking.Ticket.of(outline.source(), outline.table(), outline.key());
                Optional<ParkedRow> row = parking.find(connection, ticket);
                Site site = sites.at(schemas.get(outline.source()));
                Workshop workshop = workshops.get(outline.source());
                if (workshop == null) {
                    workshop = workshop(connection, site, outline.source());
                    workshops.put(outline.source(), workshop);
                }
                applied += row.isPresent() && apply(workshop, row.get()) ? 1 : 0;
            }
            for (Workshop workshop : workshops.values()) {
                workshop.checkDeferred();
                workshop.save();
            }
            transaction.commit();
            return new Outcome(rows.size(), applied);
        } catch (SQLException e) {
            throw SqlError.of(e).toException("trying parked rows again");
        }
    }

    private static Workshop workshop(Connection connection, Site site, String source) throws SQLException {
        Map<String, TargetTable> tables = new HashMap<>(site.catalogue().read(connection, Stage.LIVE));
        tables.values().removeIf(table -> !table.source().equals(source));
        return new Workshop(connection, site, tables);
    }

    private boolean apply(Workshop workshop, ParkedRow row) throws SQLException, TargetException {
        TargetTable table = workshop.tables().get(row.table());
        if (table == null || row.action() == ParkedRow.Action.NONE) {
            return false;
        }
        NetRow net = net(row);
        RowPlan plan = Fitting.plan(table, List.of(net));
        if (!plan.misfits().isEmpty()) {
            return false;
        }
        if (plan.changesTable()) {
            workshop.checkDeferred();
            workshop.at(row.position());
            new Retyping(workshop).fit(plan);
        }
        return write(workshop, row, plan);
    }

    private boolean write(Workshop workshop, ParkedRow row, RowPlan plan) throws SQLException, TargetException {
        TargetTable table = workshop.table(row.table());
        RowWriter writer = new RowWriter(workshop.connection(), table, workshop.relation(table.name()));
        Parking.Ticket ticket = Parking.Ticket.of(row.source(), row.table(), row.key());
        try {
            Transaction.attempt(workshop.connection(), () -> {
                writer.remove(plan.removes());
                writer.write(plan.writes());
                workshop.checkDeferred();
                workshop.site().parking().resolve(workshop.connection(), Stage.LIVE, ticket);
            });
            return true;
        } catch (SQLException e) {
            if (SqlError.of(e).meaning() != SqlError.Meaning.DATA) {
                throw e;
            }
            return false;
        }
    }

    static NetRow net(ParkedRow row) {
        Optional<Image> image = row.image();
        return new NetRow(
                row.key(),
                image.isPresent() ? NetRow.Action.WRITE : NetRow.Action.REMOVE,
                image.orElse(Image.EMPTY),
                Former.UNKNOWN,
                "",
                row.source(),
                row.position(),
                row.ordinal());
    }
}
