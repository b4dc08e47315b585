package dev.lagzero.app.e2e;

import dev.lagzero.capture.reference.AgentTask;
import dev.lagzero.capture.reference.AgentTaskStore;
import dev.lagzero.capture.reference.Asset;
import dev.lagzero.capture.reference.Contribution;
import dev.lagzero.capture.reference.GraphStore;
import dev.lagzero.capture.reference.Project;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Everything that the stores of the coherence catalog hold, in the orders that they promise, a line for each entity. */
final class CoherenceContent {

    private static final int ALL = Integer.MAX_VALUE;

    private CoherenceContent() {}

    static List<String> of(GraphStore graph, AgentTaskStore tasks) {
        List<String> lines = new ArrayList<>();
        graph.search("", ALL).forEach(p -> add(lines, project(p, graph.countDependents(p.ecosystem(), p.name()))));
        graph.listContributors(ALL)
                .forEach(c -> add(
                        lines,
                        "contributor",
                        c.id(),
                        c.type(),
                        c.name(),
                        c.email(),
                        c.hourlyRate(),
                        c.metadata(),
                        c.createdAt()));
        for (Asset asset : graph.listAssets(ALL)) {
            add(lines, asset(asset));
            graph.getAssetContributions(asset.id()).forEach(c -> add(lines, contribution(c)));
        }
        tasks.listTasks(null, null, ALL).forEach(task -> add(lines, task(task)));
        return lines;
    }

    private static Object[] project(Project p, long dependents) {
        return new Object[] {
            "project",
            p.id(),
            p.ecosystem(),
            p.name(),
            p.version(),
            p.description(),
            p.homepageUrl(),
            p.repositoryUrl(),
            p.dependencyCount(),
            dependents,
            p.createdAt(),
            p.updatedAt()
        };
    }

    private static Object[] asset(Asset a) {
        return new Object[] {
            "asset",
            a.id(),
            a.name(),
            a.description(),
            a.assetType(),
            a.totalCost(),
            a.metadata(),
            a.createdAt(),
            a.updatedAt()
        };
    }

    private static Object[] contribution(Contribution c) {
        return new Object[] {
            "contribution",
            c.id(),
            c.contributorId(),
            c.assetId(),
            c.costAmount(),
            c.coherenceScore(),
            c.metadata(),
            c.timestamp()
        };
    }

    private static Object[] task(AgentTask t) {
        return new Object[] {
            "task",
            t.id(),
            t.direction(),
            t.taskType(),
            t.status(),
            t.model(),
            t.command(),
            t.output(),
            t.context(),
            t.progressPct(),
            t.currentStep(),
            t.decisionPrompt(),
            t.decision(),
            t.tier(),
            t.startedAt(),
            t.createdAt(),
            t.updatedAt()
        };
    }

    /** The same out of the tables. */
    static List<String> of(Connection target) throws SQLException {
        List<String> lines = new ArrayList<>();
        select(
                target,
                lines,
                "SELECT 'project', id, original_ecosystem, original_name, version, description,"
                        + " homepage_url, repository_url, dependency_count, (SELECT count(*) FROM project_dependencies d"
                        + " WHERE d.to_ecosystem = p.ecosystem AND d.to_name = p.name), created_at, updated_at"
                        + " FROM projects p WHERE NOT placeholder ORDER BY ordinal");
        select(
                target,
                lines,
                "SELECT 'contributor', id, type, name, email, hourly_rate, metadata::text, created_at"
                        + " FROM contributors ORDER BY created_at DESC, ordinal");
        try (Statement statement = target.createStatement();
                ResultSet assets = statement.executeQuery("SELECT id FROM assets ORDER BY created_at DESC, ordinal")) {
            while (assets.next()) {
                String which = " = '" + assets.getString(1) + "'";
                select(
                        target,
                        lines,
                        "SELECT 'asset', id, name, description, asset_type, total_cost, metadata::text,"
                                + " created_at, updated_at FROM assets WHERE id" + which);
                select(
                        target,
                        lines,
                        "SELECT 'contribution', id, contributor_id, asset_id, cost_amount, coherence_score,"
                                + " metadata::text, timestamp FROM contributions WHERE asset_id" + which
                                + " ORDER BY timestamp DESC, ordinal");
            }
        }
        select(
                target,
                lines,
                "SELECT 'task', id, direction, task_type::text, status::text, model, command, output,"
                        + " context::text, progress_pct, current_step, decision_prompt, decision, tier, started_at, created_at,"
                        + " updated_at FROM agent_tasks ORDER BY created_at DESC, ordinal");
        return lines;
    }

    private static void select(Connection connection, List<String> lines, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                Object[] fields = new Object[rows.getMetaData().getColumnCount()];
                for (int i = 0; i < fields.length; i++) {
                    Object field = rows.getObject(i + 1);
                    fields[i] = field instanceof Timestamp time ? time.toInstant() : field;
                }
                add(lines, fields);
            }
        }
    }

    private static void add(List<String> lines, Object... fields) {
        lines.add(String.join(
                " | ", Arrays.stream(fields).map(CoherenceContent::text).toList()));
    }

    private static String text(Object field) {
        return switch (field) {
            case BigDecimal decimal -> decimal.toPlainString();
            case Instant instant -> instant.toString();
            case null -> "-";
            default -> field.toString();
        };
    }
}
