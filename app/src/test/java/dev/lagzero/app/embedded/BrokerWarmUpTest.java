package dev.lagzero.app.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerWarmUpTest {

    @Test
    void aRunOfWhichNothingSaysThatItHasABrokerIsWarmedUp() {
        assertTrue(BrokerWarmUp.isFor(new String[] {"run", "--source", "sqlite:a.db", "--http", "0"}));
        assertTrue(BrokerWarmUp.isFor(new String[] {"run", "--source=sqlite:a.db"}));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--version",
                "run",
                "status --source a",
                "run --source sqlite:a.db --kafka h:1",
                "run --source sqlite:a.db --kafka=h:1",
                "run --source sqlite:a.db -c l.yaml",
                "run --source sqlite:a.db --config=l.yaml",
                "run --source sqlite:a.db --help",
                "run --source sqlite:a.db @more"
            })
    void whatNeedsNoBrokerOrMayNotIsNot(String line) {
        assertFalse(BrokerWarmUp.isFor(line.split(" ")));
    }

    @Test
    void itEntersNothingThatIsUsedBesideItAndSaysNothing() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+init=info",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Alone.class.getName())
                .redirectErrorStream(true)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertEquals(0, process.waitFor());
        List<String> said =
                lines.stream().filter(line -> !line.contains("[class,init")).toList();
        assertEquals(List.of(Alone.BEGUN), said);
        List<String> entered = lines.subList(lines.indexOf(Alone.BEGUN), lines.size());
        assertTrue(entered.stream().anyMatch(line -> line.contains("AbstractKafkaConfig")), lines::toString);
        assertEquals(
                List.of(),
                entered.stream()
                        .filter(
                                line -> line.matches(
                                        ".*'(com/fasterxml|org/yaml|picocli|io/micrometer|io/prometheus|org/apache/logging|org/sqlite|scala)/.*"))
                        .toList());
    }

    /** A process that does nothing else. */
    static final class Alone {

        static final String BEGUN = "begun";

        private Alone() {}

        public static void main(String[] args) {
            System.out.println(BEGUN);
            System.out.flush();
            BrokerWarmUp.begin(new String[] {"run", "--source", "sqlite:a.db"});
            BrokerWarmUp.await();
        }
    }
}
