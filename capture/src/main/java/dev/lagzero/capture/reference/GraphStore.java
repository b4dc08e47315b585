package dev.lagzero.capture.reference;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Projects with their dependencies; contributors, assets and contributions. Lists are newest first, as they were made. */
public interface GraphStore {

    /** Upper and lower case are the same. */
    Optional<Project> getProject(String ecosystem, String name);

    /** Creates, or replaces what is known; id, place and time of creation stay. */
    Project upsertProject(Project.Draft draft);

    /** Projects whose name or description holds the text, whatever its case, in the order in which they were made. */
    List<Project> search(String text, int limit);

    long countProjects();

    /** Does nothing when it is there. Neither project need be known; both may be one. */
    void addDependency(Dependency dependency);

    /** How many projects depend on this one, known or not. */
    long countDependents(String ecosystem, String name);

    Contributor createContributor(String type, String name, @Nullable String email, @Nullable BigDecimal hourlyRate);

    Optional<Contributor> getContributor(UUID id);

    List<Contributor> listContributors(int limit);

    Asset createAsset(String name, String assetType, @Nullable String description);

    Optional<Asset> getAsset(UUID id);

    List<Asset> listAssets(int limit);

    /**
     * Adds its cost to the asset's, too.
     *
     * @throws IllegalArgumentException when contributor or asset are unknown, or a figure is out of bounds
     */
    Contribution createContribution(UUID contributor, UUID asset, BigDecimal cost, BigDecimal score);

    Optional<Contribution> getContribution(UUID id);

    List<Contribution> getAssetContributions(UUID asset);

    List<Contribution> getContributorContributions(UUID contributor);
}
