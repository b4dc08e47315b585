package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.value.Image;
import dev.lagzero.sink.target.Target;
import dev.lagzero.sink.target.TargetContract;
import java.util.Map;

class PostgresTargetTest extends TargetContract {

    private final Server.Database database = Server.database();

    @Override
    protected Target open() throws Exception {
        return PostgresTarget.open(database.config());
    }

    @Override
    protected Map<Image, Image> rows(String table) throws Exception {
        return StoredRows.read(database, "public", table);
    }

    @Override
    protected int parked() {
        return Integer.parseInt(database.ask("SELECT count(*) FROM lagzero.parked"));
    }
}
