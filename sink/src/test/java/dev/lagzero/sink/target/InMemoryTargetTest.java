package dev.lagzero.sink.target;

import dev.lagzero.schemas.value.Image;
import java.util.Map;

class InMemoryTargetTest extends TargetContract {

    private final InMemoryTarget twin = new InMemoryTarget();

    @Override
    protected Target open() {
        return twin;
    }

    @Override
    protected Map<Image, Image> rows(String table) {
        return twin.rows(table);
    }

    @Override
    protected int parked() {
        return twin.parked().size();
    }
}
