package dev.lagzero.app.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Tools of others that know consumer groups: Kafka's own, and kcat. */
final class GroupTools {

    private GroupTools() {}

    /** @param lag what the tool says of one partition */
    record GroupLag(String topic, int partition, long committed, long end, long lag) {}

    /** What {@code kafka-consumer-groups --describe} says of a group. */
    static List<GroupLag> describe(String bootstrap, String group) throws IOException, InterruptedException {
        String output = run(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand",
                "--bootstrap-server",
                bootstrap,
                "--describe",
                "--group",
                group);
        List<GroupLag> lags = new ArrayList<>();
        for (String line : output.lines().toList()) {
            String[] cells = line.trim().split("\\s+");
            if (cells.length > 5 && cells[0].equals(group)) {
                lags.add(new GroupLag(
                        cells[1],
                        Integer.parseInt(cells[2]),
                        Long.parseLong(cells[3]),
                        Long.parseLong(cells[4]),
                        Long.parseLong(cells[5])));
            }
        }
        assertTrue(!lags.isEmpty(), output);
        return lags;
    }

    /** Where a partition ends, by kcat. */
    static long end(String bootstrap, String topic, int partition) throws IOException, InterruptedException {
        String output = run("kcat", "-b", bootstrap, "-Q", "-t", topic + ":" + partition + ":-1");
        return Long.parseLong(output.substring(output.lastIndexOf(' ') + 1).trim());
    }

    /** How many records a reader of a topic gets, by kcat. */
    static long records(String bootstrap, String topic) throws IOException, InterruptedException {
        return run("kcat", "-b", bootstrap, "-C", "-t", topic, "-e", "-q", "-f", "x\\n")
                .lines()
                .count();
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), command[0] + " does not end");
        return output;
    }
}
