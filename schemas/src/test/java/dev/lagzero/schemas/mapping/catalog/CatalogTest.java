package dev.lagzero.schemas.mapping.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lagzero.schemas.mapping.file.MappingFile;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CatalogTest {

    @ParameterizedTest
    @EnumSource(Catalog.class)
    void aCatalogsMappingHasNoProblem(Catalog catalog) {
        assertEquals(
                List.of(), MappingFile.check(catalog.text(), Catalog.FUNCTIONS).problems());
    }
}
