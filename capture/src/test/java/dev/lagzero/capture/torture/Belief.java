package dev.lagzero.capture.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.diff.Model;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What somebody believes who only hears the events of an {@link Application}: after each transaction it is held against
 * the truth that the application kept.
 */
public final class Belief {

    private final Path truth;
    private final List<ChangeEvent.Part> open = new ArrayList<>();
    private Model model = new Model();
    private List<String> lines = List.of();
    private String told = "";
    private int tick;
    private final List<String> merged = new ArrayList<>();

    public Belief(Path truth) {
        this.truth = truth;
    }

    /** An event that follows on the one before. */
    public void take(ChangeEvent event) throws IOException {
        if (event instanceof ChangeEvent.Part part) {
            open.add(part);
        } else if (event instanceof ChangeEvent.Ended ended) {
            assertEquals(open.size(), ended.parts(), "parts of " + ended.position());
            model = ended.header().snapshot() ? new Model() : model;
            model.apply(open);
            told = told(open);
            open.clear();
            if (ended.header().reason() != null) {
                merged.add(ended.header().reason());
            }
            settle(ended);
        }
    }

    /** Forgets the transaction that has begun: another epoch has. */
    public void claimed() {
        open.clear();
    }

    /** What is believed now is what the application had when it counted so far. */
    private void settle(ChangeEvent.Ended ended) throws IOException {
        int now = ticks();
        boolean one = now == tick || now == tick + 1 || ended.header().reason() != null;
        assertTrue(one, "from tick " + tick + " to " + now + " at " + ended);
        tick = now;
        String[] line = lines().get(tick - 1).split("\t");
        if (!line[2].equals(Digest.of(model))) {
            throw new AssertionError("at tick " + tick + " " + ended + " after "
                    + line[1].substring(0, Math.min(30000, line[1].length())) + "\ntold " + told + "\nexpected "
                    + line[2] + "\nbelieved "
                    + Digest.of(model));
        }
    }

    /** What became of tables, and how many rows of each changed. */
    private static String told(List<ChangeEvent.Part> parts) {
        List<String> words = new ArrayList<>();
        Map<String, Integer> rows = new TreeMap<>();
        for (ChangeEvent.Part part : parts) {
            if (part instanceof ChangeEvent.RowChanged row) {
                rows.merge(row.table() + " " + row.operation(), 1, Integer::sum);
            } else if (part instanceof ChangeEvent.TableDefined defined) {
                words.add(defined.table() + " " + defined.lineage());
            } else {
                words.add(part.getClass().getSimpleName() + " " + part.table());
            }
        }
        return words + " " + rows;
    }

    private int ticks() {
        Image row = model.tables().get("tick").rows().values().iterator().next();
        return Math.toIntExact(((Value.Int) row.get("n")).value());
    }

    /** The application's lines; the last one may still be on its way. */
    private List<String> lines() throws IOException {
        while (lines.size() < tick || !lines.get(tick - 1).endsWith("}")) {
            lines = Files.readAllLines(truth, StandardCharsets.UTF_8);
        }
        return lines;
    }

    /** Why transactions stood for more than one commit, or for none: a reason for each of them. */
    public List<String> merged() {
        return List.copyOf(merged);
    }

    /** All that the application has committed has arrived. */
    public void assertComplete() throws IOException {
        assertEquals(Files.readAllLines(truth, StandardCharsets.UTF_8).size(), tick, "commits that have arrived");
    }
}
