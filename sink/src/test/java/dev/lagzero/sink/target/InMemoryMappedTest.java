package dev.lagzero.sink.target;

import dev.lagzero.schemas.value.Image;
import java.util.Collection;
import java.util.Set;

class InMemoryMappedTest extends MappedContract {

    private final InMemoryTarget twin = new InMemoryTarget();

    @Override
    protected Target open() {
        return twin;
    }

    @Override
    protected Collection<Image> rows(String table) {
        return twin.mapped(table).values();
    }

    @Override
    protected Set<String> graph() {
        return twin.graph();
    }

    @Override
    protected int parked() {
        return twin.parked().size();
    }
}
