package dev.lagzero.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.mapping.TargetNames;
import dev.lagzero.sink.ddl.OnDrop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {

    @TempDir
    Path directory;

    @Test
    void everyKeyIsRead() throws IOException {
        Configuration config = bind("""
                sources:
                  - {url: "sqlite:a.db", name: shop, include: [t, u], exclude: [v], mask: [t.secret]}
                kafka: {bootstrap: "k1:9092,k2:9092", partitions: 3, properties: {security.protocol: SSL}}
                target:
                  url: jdbc:postgresql://db/app
                  user: owner
                  password: ${env:OWNER}
                  writer: {user: writer, password: "${env:WRITER}"}
                  schema: shop
                  names: preserve
                  on-drop: drop
                stream: {exactly-once: true}
                data: /var/lib/lagzero
                http: 0
                """, Map.of("OWNER", "o", "WRITER", "w"));
        SourceSettings source = config.sources().getFirst();
        assertEquals(List.of("shop"), SourceSettings.names(config.sources()));
        assertEquals(Set.of("t", "u"), source.include());
        assertEquals(Set.of("v"), source.exclude());
        assertEquals(Set.of("t.secret"), source.mask());
        assertEquals(new KafkaSettings("k1:9092,k2:9092", 3, Map.of("security.protocol", "SSL")), config.kafka());
        assertEquals(
                new TargetSettings(
                        "jdbc:postgresql://db/app",
                        "owner",
                        new Secret("o"),
                        new RoleSettings("writer", new Secret("w")),
                        "shop",
                        TargetNames.PRESERVE,
                        OnDrop.DROP,
                        null,
                        null),
                config.target());
        assertTrue(config.stream().exactlyOnce());
        assertEquals(Path.of("/var/lib/lagzero"), config.data());
        assertEquals(0, config.http());
        assertEquals("shop", config.schemaOf(source).schema());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            htp: 1                                 | unknown key htp                             | did you mean http?
            target: {on_drop: keep}                | unknown key target.on_drop                  | did you mean on-drop?
            zzz: 1                                 | unknown key zzz                             | known keys here: capture, catalog, data, http, kafka, mapping, pipeline, projection, salt, sources, stream, target, timezone
            http: many                             | http: "many" does not fit                   | give a whole number
            http: 70000                            | http: 70000 is no port                      | give 0 (none) to 65535
            http: 1.5                              | http                                        | give a whole number
            target: {names: loud}                  | target.names: "loud" does not fit           | give one of fold, preserve
            target: 5                              | target: the value does not fit              | give keys with values
            stream: {exactly-once: perhaps}        | stream.exactly-once: "perhaps" does not fit | give true or false
            sources: [{url: a.db}]                 | sources[0].url: "a.db" names no kind        | write sqlite:FILE
            sources: [{name: a}]                   | sources[0].url: missing                     | write sqlite:FILE
            sources: [{url: "sqlite:a", mask: [b]}]| sources[0].mask: "b" names no column        | write TABLE.COLUMN
            sources: [{url: "sqlite:a"}, {url: "sqlite:b/a"}] | two are called "a"               | give each its own name
            kafka: {bootstrap: localhost}          | kafka.bootstrap: "localhost" is no broker   | write HOST:PORT
            kafka: {partitions: 0}                 | kafka.partitions: 0 is too few              | give 1 or more
            target: {url: "mysql://x"}             | target.url: "mysql://x" is no Postgres      | write jdbc:postgresql://HOST:PORT/DATABASE
            target: {schema: lagzero}              | target.schema: lagzero is where             | choose another
            capture: {spool_limit: 3 apples}       | capture.spool_limit: "3 apples" is no size   | 64MiB
            capture: {wal_limit: 5B}               | capture.wal_limit: 5B is too little          | 1MiB or more
            pipeline: My Pipe                      | pipeline: "My Pipe" does not fit             | lower-case
            target: {schema: lagzero_x}            | target.schema: lagzero_x is where our own    | choose another
            target: {password: geheim}             | target.password: a password does not belong | ${env:NAME}
            target: {password: 12345}              | target.password: a password does not belong | ${env:NAME}
            target: {password: "${env:NONE}"}      | target.password: the environment has no variable NONE | export NONE=
            data: "${env:NONE}/x"                  | data: the environment has no variable NONE  | export NONE=
            kafka: {properties: {ssl.key.password: x}} | kafka.properties.ssl.key.password       | ${env:NAME}
            """)
    void whatIsWrongIsSaidWithItsKeyAndWhatToDo(String yaml, String message, String hint) {
        ConfigException refused = assertThrows(ConfigException.class, () -> bind(yaml, Map.of()));
        assertTrue(refused.getMessage().contains(message), refused.getMessage());
        assertTrue(refused.hint().contains(hint), refused.hint());
        assertFalse(refused.getMessage().contains("geheim") || refused.hint().contains("geheim"));
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db/app?password=geheim",
        "jdbc:postgresql://db/app?user=me&password=geheim",
        "jdbc:postgresql://me:geheim@db/app"
    })
    void aPasswordInTheUrlIsRefusedWithoutBeingRepeated(String url) {
        ConfigException refused =
                assertThrows(ConfigException.class, () -> bind("target: {url: \"" + url + "\"}", Map.of()));
        assertTrue(refused.hint().contains("PGPASSWORD"));
        assertFalse((refused.getMessage() + refused.hint()).contains("geheim"));
    }

    @Test
    void aKeyGivenTwiceIsRefused() {
        ConfigException refused = assertThrows(ConfigException.class, () -> bind("http: 1\nhttp: 2\n", Map.of()));
        assertTrue(refused.getMessage().contains("http"), refused.getMessage());
        assertTrue(refused.getMessage().contains("line 2"), refused.getMessage());
    }

    @Test
    void aFileThatIsNoYamlIsNamedWithTheLine() {
        ConfigException refused = assertThrows(ConfigException.class, () -> bind("http: 1\n  - x: [", Map.of()));
        assertTrue(refused.getMessage().contains("line 2"), refused.getMessage());
    }

    @Test
    void anEmptyFileMeansDefaults() throws IOException {
        assertEquals(Configuration.DEFAULT_HTTP, bind("# nothing\n", Map.of()).http());
    }

    @Test
    void aMissingFileIsNamed() {
        ConfigException refused =
                assertThrows(ConfigException.class, () -> ConfigFile.read(directory.resolve("none.yaml")));
        assertTrue(refused.getMessage().contains("none.yaml"));
    }

    @Test
    void secretsAreNotPrinted() throws IOException {
        Configuration config = bind("target: {password: \"${env:P}\"}", Map.of("P", "geheim"));
        assertEquals("geheim", config.target().password().value());
        assertFalse(config.toString().contains("geheim"), config.toString());
    }

    @Test
    void severalSourcesArriveInSchemasNamedAfterThem() throws IOException {
        Configuration config = bind("sources: [{url: \"sqlite:a.db\"}, {url: \"sqlite:b.db\"}]", Map.of());
        assertEquals("a", config.schemaOf(config.sources().get(0)).schema());
        assertEquals("b", config.schemaOf(config.sources().get(1)).schema());
    }

    @ParameterizedTest
    @CsvSource({
        "sqlite:Chinook_Sqlite.sqlite, chinook_sqlite",
        "sqlite:/x/My Shop (2).db, my_shop_2",
        "sqlite:noext, noext",
        "sqlite:日本.db, source"
    })
    void aSourceIsNamedAfterItsFile(String url, String name) {
        assertEquals(name, new SourceSettings(url, null, null, null, null, null, null).name());
    }

    private Configuration bind(String yaml, Map<String, String> environment) throws IOException {
        Path file = directory.resolve("lagzero.yaml");
        Files.writeString(file, yaml);
        return ConfigFile.bind(ConfigFile.read(file), environment);
    }
}
