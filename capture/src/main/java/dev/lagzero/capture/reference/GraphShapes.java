package dev.lagzero.capture.reference;

import static dev.lagzero.capture.store.Columns.integer;
import static dev.lagzero.capture.store.Columns.json;
import static dev.lagzero.capture.store.Columns.table;
import static dev.lagzero.capture.store.Columns.text;

import dev.lagzero.capture.store.RowShape;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;

/** How the entities of the graph are rows. */
public final class GraphShapes {

    static final RowShape<ProjectKey, Project> PROJECTS = new FieldShape<>(
            table(
                    "projects",
                    List.of("key_ecosystem", "key_name"),
                    text("key_ecosystem"),
                    text("key_name"),
                    integer("ordinal"),
                    text("id"),
                    text("ecosystem"),
                    text("name"),
                    text("version"),
                    text("description"),
                    text("homepage_url"),
                    text("repository_url"),
                    integer("dependency_count"),
                    text("created_at"),
                    text("updated_at")),
            project -> new Object[] {
                project.key().ecosystem(),
                project.key().name(),
                project.ordinal(),
                project.id(),
                project.ecosystem(),
                project.name(),
                project.version(),
                project.description(),
                project.homepageUrl(),
                project.repositoryUrl(),
                project.dependencyCount(),
                project.createdAt(),
                project.updatedAt()
            },
            row -> new Project(
                    Fields.number(row, "ordinal"),
                    Fields.text(row, "id"),
                    Fields.text(row, "ecosystem"),
                    Fields.text(row, "name"),
                    Fields.textOrNull(row, "version"),
                    Fields.textOrNull(row, "description"),
                    Fields.textOrNull(row, "homepage_url"),
                    Fields.textOrNull(row, "repository_url"),
                    Fields.number(row, "dependency_count"),
                    Fields.time(row, "created_at"),
                    Fields.time(row, "updated_at")),
            Project::key);

    private static final List<String> ENDS = List.of("from_ecosystem", "from_name", "to_ecosystem", "to_name");

    static final RowShape<Dependency, Dependency> EDGES = new FieldShape<>(
            table("edges", ENDS, text(ENDS.get(0)), text(ENDS.get(1)), text(ENDS.get(2)), text(ENDS.get(3))),
            edge -> new Object[] {
                edge.from().ecosystem(),
                edge.from().name(),
                edge.to().ecosystem(),
                edge.to().name()
            },
            row -> new Dependency(
                    new ProjectKey(Fields.text(row, ENDS.get(0)), Fields.text(row, ENDS.get(1))),
                    new ProjectKey(Fields.text(row, ENDS.get(2)), Fields.text(row, ENDS.get(3)))),
            edge -> edge);

    static final RowShape<UUID, Contributor> CONTRIBUTORS = new FieldShape<>(
            table(
                    "contributors",
                    List.of("id"),
                    integer("ordinal"),
                    text("id"),
                    text("type"),
                    text("name"),
                    text("email"),
                    text("github_username"),
                    text("wallet_address"),
                    text("hourly_rate"),
                    json("metadata"),
                    text("created_at"),
                    text("updated_at")),
            one -> new Object[] {
                one.ordinal(),
                one.id(),
                one.type(),
                one.name(),
                one.email(),
                one.githubUsername(),
                one.walletAddress(),
                one.hourlyRate(),
                one.metadata(),
                one.createdAt(),
                one.updatedAt()
            },
            row -> {
                String rate = Fields.textOrNull(row, "hourly_rate");
                return new Contributor(
                        Fields.number(row, "ordinal"),
                        Fields.id(row, "id"),
                        Fields.text(row, "type"),
                        Fields.text(row, "name"),
                        Fields.textOrNull(row, "email"),
                        Fields.textOrNull(row, "github_username"),
                        Fields.textOrNull(row, "wallet_address"),
                        rate == null ? null : new BigDecimal(rate),
                        Fields.text(row, "metadata"),
                        Fields.time(row, "created_at"),
                        Fields.time(row, "updated_at"));
            },
            Contributor::id);

    static final RowShape<UUID, Asset> ASSETS = new FieldShape<>(
            table(
                    "assets",
                    List.of("id"),
                    integer("ordinal"),
                    text("id"),
                    text("name"),
                    text("description"),
                    text("asset_type"),
                    text("total_cost"),
                    json("metadata"),
                    text("created_at"),
                    text("updated_at")),
            one -> new Object[] {
                one.ordinal(),
                one.id(),
                one.name(),
                one.description(),
                one.assetType(),
                one.totalCost(),
                one.metadata(),
                one.createdAt(),
                one.updatedAt()
            },
            row -> new Asset(
                    Fields.number(row, "ordinal"),
                    Fields.id(row, "id"),
                    Fields.text(row, "name"),
                    Fields.textOrNull(row, "description"),
                    Fields.text(row, "asset_type"),
                    Fields.decimal(row, "total_cost"),
                    Fields.text(row, "metadata"),
                    Fields.time(row, "created_at"),
                    Fields.time(row, "updated_at")),
            Asset::id);

    static final RowShape<UUID, Contribution> CONTRIBUTIONS = new FieldShape<>(
            table(
                    "contributions",
                    List.of("id"),
                    integer("ordinal"),
                    text("id"),
                    text("contributor_id"),
                    text("asset_id"),
                    text("cost_amount"),
                    text("coherence_score"),
                    json("metadata"),
                    text("timestamp")),
            one -> new Object[] {
                one.ordinal(),
                one.id(),
                one.contributorId(),
                one.assetId(),
                one.costAmount(),
                one.coherenceScore(),
                one.metadata(),
                one.timestamp()
            },
            row -> new Contribution(
                    Fields.number(row, "ordinal"),
                    Fields.id(row, "id"),
                    Fields.id(row, "contributor_id"),
                    Fields.id(row, "asset_id"),
                    Fields.decimal(row, "cost_amount"),
                    Fields.decimal(row, "coherence_score"),
                    Fields.text(row, "metadata"),
                    Fields.time(row, "timestamp")),
            Contribution::id);

    private GraphShapes() {}

    /** To be declared when the store is opened. */
    public static List<RowShape<?, ?>> all() {
        return List.of(PROJECTS, EDGES, CONTRIBUTORS, ASSETS, CONTRIBUTIONS);
    }
}
