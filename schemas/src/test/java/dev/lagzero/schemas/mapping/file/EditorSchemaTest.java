package dev.lagzero.schemas.mapping.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.lagzero.schemas.mapping.Mapping;
import dev.lagzero.schemas.mapping.catalog.Catalog;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an editor says about a mapping, and what the compiler says, agree. */
class EditorSchemaTest {

    private static JsonSchema schema() throws IOException {
        try (InputStream in = Mapping.class.getResourceAsStream("mapping.schema.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(in);
        }
    }

    @ParameterizedTest
    @EnumSource(Catalog.class)
    void everyCatalogIsValid(Catalog catalog) throws IOException {
        assertEquals(Set.of(), schema().validate(catalog.text(), InputFormat.YAML));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tables: {}",
                "mapping: m",
                "{mapping: m, tables: {t: {rowz: []}}}",
                "{mapping: m, tables: {t: {rows: [{tabel: u}]}}}",
                "{mapping: m, tables: {t: {rows: [{table: u, columns: {a: b}}]}}}",
                "{mapping: m, tables: {t: {rows: [{vertex: V, key: {a: b, c: d}}]}}}",
                "{mapping: m, tables: {t: {rows: [{edge: E, from: {vertex: V, key: a}}]}}}",
                "{mapping: m, tables: {t: {rows: [{each: a}]}}}",
                "{mapping: m, tables: {t: {rows: [{table: u, key: a, columns: {a: {cast: a, to: intger}}}]}}}",
                "{mapping: m, tables: {t: {rows: [{table: u, key: a, columns: {a: {nope: a}}}]}}}",
                "{mapping: m, tables: {t: {rows: [{table: u, key: a, columns: {a: a}, when: {maybe: a}}]}}}"
            })
    void anInvalidMappingFailsInBoth(String text) throws IOException {
        assertFalse(schema().validate(text, InputFormat.YAML).isEmpty(), text);
        assertFalse(MappingFile.check(text, Map.of()).problems().isEmpty(), text);
    }
}
