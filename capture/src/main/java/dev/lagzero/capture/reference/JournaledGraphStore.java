package dev.lagzero.capture.reference;

import dev.lagzero.capture.store.JournaledMap;
import dev.lagzero.capture.store.Store;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The graph in journaled collections; each operation is one transaction. */
public final class JournaledGraphStore implements GraphStore {

    private static final String NO_METADATA = "{}";

    private final Store store;
    private final Clock clock;
    private final JournaledMap<ProjectKey, Project> projects;
    private final JournaledMap<Dependency, Dependency> edges;
    private final JournaledMap<UUID, Contributor> contributors;
    private final JournaledMap<UUID, Asset> assets;
    private final JournaledMap<UUID, Contribution> contributions;

    /** @param store with {@link GraphShapes#all()} declared */
    public JournaledGraphStore(Store store, Clock clock) {
        this.store = store;
        // A microsecond is what Postgres keeps of a time.
        this.clock = Clock.tick(clock, Duration.ofNanos(1_000));
        this.projects = store.map(GraphShapes.PROJECTS);
        this.edges = store.map(GraphShapes.EDGES);
        this.contributors = store.map(GraphShapes.CONTRIBUTORS);
        this.assets = store.map(GraphShapes.ASSETS);
        this.contributions = store.map(GraphShapes.CONTRIBUTIONS);
    }

    @Override
    public Optional<Project> getProject(String ecosystem, String name) {
        return Optional.ofNullable(projects.get(new ProjectKey(ecosystem, name)));
    }

    @Override
    public Project upsertProject(Project.Draft draft) {
        ProjectKey key = new ProjectKey(draft.ecosystem(), draft.name());
        return store.atomically(() -> {
            Project old = projects.get(key);
            Instant now = clock.instant();
            Project project = new Project(
                    old == null ? next(projects.values(), Project::ordinal) : old.ordinal(),
                    old == null ? UUID.randomUUID().toString() : old.id(),
                    draft.ecosystem(),
                    draft.name(),
                    draft.version(),
                    draft.description(),
                    draft.homepageUrl(),
                    draft.repositoryUrl(),
                    edges.keySet().stream()
                            .filter(edge -> edge.from().equals(key))
                            .count(),
                    old == null ? now : old.createdAt(),
                    now);
            projects.put(key, project);
            return project;
        });
    }

    private static <V> long next(Collection<V> all, ToLongFunction<V> ordinal) {
        return all.stream().mapToLong(ordinal).max().orElse(0) + 1;
    }

    @Override
    public List<Project> search(String text, int limit) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return projects.values().stream()
                .filter(project -> holds(project.name(), wanted) || holds(project.description(), wanted))
                .sorted(Comparator.comparingLong(Project::ordinal))
                .limit(limit)
                .toList();
    }

    private static boolean holds(@Nullable String text, String wanted) {
        return text != null && text.toLowerCase(Locale.ROOT).contains(wanted);
    }

    @Override
    public long countProjects() {
        return projects.size();
    }

    @Override
    public void addDependency(Dependency dependency) {
        store.atomically(() -> {
            if (edges.putIfAbsent(dependency, dependency) == null) {
                projects.computeIfPresent(
                        dependency.from(), (key, project) -> project.depending(project.dependencyCount() + 1));
            }
        });
    }

    @Override
    public long countDependents(String ecosystem, String name) {
        ProjectKey key = new ProjectKey(ecosystem, name);
        return edges.keySet().stream().filter(edge -> edge.to().equals(key)).count();
    }

    @Override
    public Contributor createContributor(
            String type, String name, @Nullable String email, @Nullable BigDecimal hourlyRate) {
        return store.atomically(() -> {
            Instant now = clock.instant();
            long ordinal = next(contributors.values(), Contributor::ordinal);
            Contributor made = new Contributor(
                    ordinal, UUID.randomUUID(), type, name, email, null, null, hourlyRate, NO_METADATA, now, now);
            contributors.put(made.id(), made);
            return made;
        });
    }

    @Override
    public Optional<Contributor> getContributor(UUID id) {
        return Optional.ofNullable(contributors.get(id));
    }

    @Override
    public List<Contributor> listContributors(int limit) {
        return newest(contributors.values(), any -> true, Contributor::createdAt, Contributor::ordinal).stream()
                .limit(limit)
                .toList();
    }

    @Override
    public Asset createAsset(String name, String assetType, @Nullable String description) {
        return store.atomically(() -> {
            Instant now = clock.instant();
            long ordinal = next(assets.values(), Asset::ordinal);
            Asset made = new Asset(
                    ordinal, UUID.randomUUID(), name, description, assetType, BigDecimal.ZERO, NO_METADATA, now, now);
            assets.put(made.id(), made);
            return made;
        });
    }

    @Override
    public Optional<Asset> getAsset(UUID id) {
        return Optional.ofNullable(assets.get(id));
    }

    @Override
    public List<Asset> listAssets(int limit) {
        return newest(assets.values(), any -> true, Asset::createdAt, Asset::ordinal).stream()
                .limit(limit)
                .toList();
    }

    @Override
    public Contribution createContribution(UUID contributor, UUID asset, BigDecimal cost, BigDecimal score) {
        return store.atomically(() -> {
            Asset to = assets.get(asset);
            if (to == null || !contributors.containsKey(contributor)) {
                throw new IllegalArgumentException(
                        to == null ? "asset " + asset + " is unknown" : "contributor " + contributor + " is unknown");
            }
            Instant now = clock.instant();
            long ordinal = next(contributions.values(), Contribution::ordinal);
            Contribution made =
                    new Contribution(ordinal, UUID.randomUUID(), contributor, asset, cost, score, NO_METADATA, now);
            contributions.put(made.id(), made);
            assets.put(asset, to.costing(cost, now));
            return made;
        });
    }

    @Override
    public Optional<Contribution> getContribution(UUID id) {
        return Optional.ofNullable(contributions.get(id));
    }

    @Override
    public List<Contribution> getAssetContributions(UUID asset) {
        return contributions(one -> one.assetId().equals(asset));
    }

    @Override
    public List<Contribution> getContributorContributions(UUID contributor) {
        return contributions(one -> one.contributorId().equals(contributor));
    }

    private List<Contribution> contributions(Predicate<Contribution> wanted) {
        return newest(contributions.values(), wanted, Contribution::timestamp, Contribution::ordinal);
    }

    /** Newest first; of what is equally old, what was made first. */
    private static <V> List<V> newest(
            Collection<V> all, Predicate<V> wanted, Function<V, Instant> time, ToLongFunction<V> ordinal) {
        return all.stream()
                .filter(wanted)
                .sorted(Comparator.comparing(time).reversed().thenComparingLong(ordinal))
                .toList();
    }
}
