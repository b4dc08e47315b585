package dev.lagzero.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lagzero.app.embedded.EmbeddedKafka;
import dev.lagzero.app.embedded.EmbeddedPostgres;
import dev.lagzero.capture.CaptureConfig;
import dev.lagzero.capture.Captures;
import dev.lagzero.capture.StoreCapture;
import dev.lagzero.capture.follow.Limits;
import dev.lagzero.capture.memory.Seen;
import dev.lagzero.capture.memory.StoreConfig;
import dev.lagzero.capture.reference.AgentTask;
import dev.lagzero.capture.reference.AgentTaskStore;
import dev.lagzero.capture.reference.Asset;
import dev.lagzero.capture.reference.Contributor;
import dev.lagzero.capture.reference.Dependency;
import dev.lagzero.capture.reference.GraphShapes;
import dev.lagzero.capture.reference.GraphStore;
import dev.lagzero.capture.reference.JournaledGraphStore;
import dev.lagzero.capture.reference.JournaledTaskStore;
import dev.lagzero.capture.reference.Project;
import dev.lagzero.capture.reference.ProjectKey;
import dev.lagzero.capture.reference.TaskShape;
import dev.lagzero.capture.reference.TaskStatus;
import dev.lagzero.capture.reference.TaskType;
import dev.lagzero.capture.reference.TaskUpdate;
import dev.lagzero.capture.store.RowShape;
import dev.lagzero.schemas.topic.Topics;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that keeps its stores in memory: what it reads there stands in Postgres, for each of its questions. */
class CoherenceStoresIT {

    @TempDir
    Path folder;

    private EmbeddedPostgres postgres;

    @Test
    void theTablesAnswerAsTheStoresDo() throws Exception {
        long seed = Long.getLong("lagzero.coherence.seed", System.nanoTime());
        System.out.println("CoherenceStoresIT seed " + seed);
        Path data = folder.resolve("data");
        Files.createDirectories(data);
        List<RowShape<?, ?>> shapes = new ArrayList<>(GraphShapes.all());
        shapes.add(TaskShape.TASKS);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"));
                EmbeddedPostgres started =
                        EmbeddedPostgres.start(folder.resolve("postgres"), folder.resolve("postgres.log"));
                Captures captures = Captures.open(config(kafka.bootstrap()), 1);
                StoreCapture capture = captures.store(StoreConfig.usual("api"), shapes, Seen.NOTHING)) {
            postgres = started;
            GraphStore graph = new JournaledGraphStore(capture.store(), Clock.systemUTC());
            AgentTaskStore tasks = new JournaledTaskStore(capture.store(), Clock.systemUTC());
            work(graph, tasks, new Random(seed), 60);
            List<Process> stages = List.of(stage("stream", kafka.bootstrap()), stage("sink", kafka.bootstrap()));
            try {
                awaitEqual(CoherenceContent.of(graph, tasks), "what was written before, seed " + seed);
                work(graph, tasks, new Random(seed + 1), 300);
                awaitEqual(CoherenceContent.of(graph, tasks), "live, seed " + seed);
            } finally {
                stages.forEach(Process::destroyForcibly);
            }
        }
    }

    private CaptureConfig config(String bootstrap) {
        return new CaptureConfig(
                new Topics("main"),
                folder.resolve("journal"),
                Map.of("bootstrap.servers", bootstrap),
                1,
                (topic, partition) -> {},
                true,
                Limits.DEFAULT);
    }

    private Process stage(String stage, String bootstrap) throws IOException {
        Path config = Files.writeString(
                folder.resolve(stage + ".yaml"), """
                catalog: coherence
                sources: [{url: "memory:api"}]
                kafka: {bootstrap: "%s"}
                target: {url: "%s"}
                data: "%s"
                http: 0
                """.formatted(bootstrap, postgres.jdbcUrl(), folder.resolve("data")));
        Map<String, String> environment = Map.of("PGUSER", EmbeddedPostgres.OWNER, "PGPASSWORD", password());
        return Product.launch(folder.resolve(stage + ".txt"), environment, List.of(stage, "-c", config.toString()));
    }

    private String password() {
        return EmbeddedPostgres.password(folder.resolve("postgres"), EmbeddedPostgres.OWNER);
    }

    private void awaitEqual(List<String> expected, String when) throws InterruptedException, IOException {
        List<String> shown = List.of();
        for (int i = 0; i < 300 && !expected.equals(shown); i++) {
            Thread.sleep(200);
            try (Connection target =
                    DriverManager.getConnection(postgres.jdbcUrl(), EmbeddedPostgres.OWNER, password())) {
                shown = CoherenceContent.of(target);
            } catch (SQLException notYet) {
                shown = List.of(notYet.getMessage());
            }
        }
        String said = Files.readString(folder.resolve("stream.txt")) + Files.readString(folder.resolve("sink.txt"));
        assertEquals(String.join("\n", expected), String.join("\n", shown), when + "\n" + said);
    }

    private static void work(GraphStore graph, AgentTaskStore tasks, Random random, int operations) {
        for (int i = 0; i < operations; i++) {
            switch (random.nextInt(6)) {
                case 0 -> graph.upsertProject(project(random));
                case 1 -> graph.addDependency(new Dependency(key(random), key(random)));
                case 2 -> graph.createContributor("human", "Ada " + i, "a@b", new BigDecimal("0.10"));
                case 3 -> graph.createAsset("asset " + i, "model", random.nextBoolean() ? "größe" : null);
                case 4 -> contribute(graph, random);
                default -> task(tasks, random);
            }
        }
    }

    private static final List<String> NAMES = List.of("React", "react", "REACT-dom", "İNI", "ini", "größe", "x'y");

    private static Project.Draft project(Random random) {
        String ecosystem = random.nextBoolean() ? "npm" : "NPM";
        return Project.Draft.of(
                ecosystem, NAMES.get(random.nextInt(NAMES.size())), random.nextBoolean() ? "it's \"x\"" : null);
    }

    /** Often of a project that nobody knows, or the same twice. */
    private static ProjectKey key(Random random) {
        return new ProjectKey("npm", NAMES.get(random.nextInt(NAMES.size())) + (random.nextInt(3) == 0 ? "?" : ""));
    }

    private static void contribute(GraphStore graph, Random random) {
        List<Contributor> contributors = graph.listContributors(5);
        List<Asset> assets = graph.listAssets(5);
        if (!contributors.isEmpty() && !assets.isEmpty()) {
            graph.createContribution(
                    contributors.get(random.nextInt(contributors.size())).id(),
                    assets.get(random.nextInt(assets.size())).id(),
                    new BigDecimal(List.of("0.10", "1E+3", "100", "0.000000001").get(random.nextInt(4))),
                    new BigDecimal(List.of("0", "0.123456789", "1").get(random.nextInt(3))));
        }
    }

    private static void task(AgentTaskStore tasks, Random random) {
        List<AgentTask> all = tasks.listTasks(null, null, 20);
        if (all.isEmpty() || random.nextInt(3) == 0) {
            tasks.createTask(new AgentTaskStore.Draft(
                    "do it \uD83D\uDE00".repeat(1 + random.nextInt(9)),
                    TaskType.REVIEW,
                    "m",
                    null,
                    "{\"a\": 1.50}",
                    "t"));
            return;
        }
        String id = all.get(random.nextInt(all.size())).id();
        tasks.updateTask(
                id,
                switch (random.nextInt(3)) {
                    case 0 -> TaskUpdate.status(TaskStatus.values()[random.nextInt(5)]);
                    case 1 -> TaskUpdate.decision("yes");
                    default -> TaskUpdate.progress(random.nextInt(101), "half");
                });
    }
}
