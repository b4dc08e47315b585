package dev.lagzero.sink.postgres;

import dev.lagzero.sink.book.Parking;
import dev.lagzero.sink.book.Progress;
import dev.lagzero.sink.jdbc.Connections;
import dev.lagzero.sink.owner.Holdings;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;

/** What it takes to change rows of a mapped projection beside its workers, who wait until the transaction ends. */
record MappedInterlude(Progress progress, Parking parking, MappedSite site, MappedWriter writer) {

    /** @param careful as the writer is to be */
    static MappedInterlude begin(Connection connection, Connections connections, PostgresConfig config, boolean careful)
            throws SQLException, TargetException {
        String projection = config.projection().name();
        Lease.applying(connection);
        Progress progress = new Progress(projection);
        progress.lockAll(connection);
        Parking parking = new Parking(projection);
        MappedSite site = MappedSite.of(connection, connections, config);
        ParkedKeys parked = new ParkedKeys(connection, parking, new HashSet<>(parking.tickets(connection)));
        MappedWriter writer = new MappedWriter(connection, site, new Holdings(projection), parked, careful);
        writer.lock();
        return new MappedInterlude(progress, parking, site, writer);
    }
}
