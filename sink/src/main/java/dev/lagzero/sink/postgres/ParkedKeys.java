package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.value.Image;
import dev.lagzero.sink.book.ParkedRow;
import dev.lagzero.sink.book.Parking;
import dev.lagzero.sink.book.Parking.Ticket;
import dev.lagzero.sink.book.Stage;
import dev.lagzero.sink.mapped.MappedRow;
import dev.lagzero.sink.net.NetRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The parked keys as they are in one open transaction. */
final class ParkedKeys {

    private final Connection connection;
    private final Parking parking;
    private final Set<Ticket> tickets;

    ParkedKeys(Connection connection, Parking parking, Set<Ticket> tickets) {
        this.connection = connection;
        this.parking = parking;
        this.tickets = tickets;
    }

    Set<Ticket> tickets() {
        return tickets;
    }

    /** Definitions resolve or rename many at once. */
    void reload() throws SQLException {
        Set<Ticket> now = new HashSet<>(parking.tickets(connection));
        tickets.clear();
        tickets.addAll(now);
    }

    /** The newest image is shown, or the row is gone. */
    void resolve(String table, NetRow row) throws SQLException {
        if (tickets.isEmpty()) {
            return;
        }
        Ticket ticket = Ticket.of(row.source(), table, row.key());
        if (tickets.remove(ticket)) {
            parking.resolve(connection, Stage.LIVE, ticket);
        }
    }

    /** The row shows what it should: whichever source it was parked for. */
    void resolveFor(MappedRow row) throws SQLException {
        if (tickets.isEmpty()) {
            return;
        }
        Ticket own = Ticket.of(row.source(), row.placeName(), row.key());
        for (Ticket ticket : List.copyOf(tickets)) {
            if (ticket.table().equals(own.table()) && ticket.keyDigest().equals(own.keyDigest())) {
                tickets.remove(ticket);
                parking.resolve(connection, Stage.LIVE, ticket);
            }
        }
    }

    boolean has(MappedRow row) {
        return tickets.contains(Ticket.of(row.source(), row.placeName(), row.key()));
    }

    /** A source begins anew. */
    void forget(String source) throws SQLException {
        parking.resolveSource(connection, Stage.LIVE, source);
        tickets.removeIf(ticket -> ticket.source().equals(source));
    }

    void forget(String source, String table) throws SQLException {
        parking.resolveTable(connection, Stage.LIVE, source, table);
        tickets.removeIf(
                ticket -> ticket.source().equals(source) && ticket.table().equals(table));
    }

    /** The target cannot take what the row has become. */
    void park(String table, NetRow row, String reason) throws SQLException {
        park(parked(table, row, reason));
    }

    /** The stream rejected the row: there is no image of it. */
    void parkRejected(String table, NetRow row) throws SQLException {
        park(rejected(table, row));
    }

    private void park(ParkedRow row) throws SQLException {
        parking.park(connection, Stage.LIVE, row);
        tickets.add(Ticket.of(row.source(), row.table(), row.key()));
    }

    static ParkedRow rejected(String table, NetRow row) {
        return new ParkedRow(
                row.source(),
                table,
                row.key(),
                row.position(),
                row.ordinal(),
                ParkedRow.Action.NONE,
                Optional.empty(),
                row.objection());
    }

    static ParkedRow parked(String table, NetRow row, String reason) {
        boolean write = row.action() == NetRow.Action.WRITE;
        Optional<Image> image = write ? Optional.of(row.image()) : Optional.empty();
        return new ParkedRow(
                row.source(),
                table,
                row.key(),
                row.position(),
                row.ordinal(),
                write ? ParkedRow.Action.WRITE : ParkedRow.Action.REMOVE,
                image,
                reason);
    }
}
