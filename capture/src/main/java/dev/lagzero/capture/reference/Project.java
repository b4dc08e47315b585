package dev.lagzero.capture.reference;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A project.
 *
 * @param ordinal the how-manieth project it was
 * @param ecosystem as it was written, like {@code name}; up to 100 and 255 characters
 * @param dependencyCount how many projects it depends on
 */
public record Project(
        long ordinal,
        String id,
        String ecosystem,
        String name,
        @Nullable String version,
        @Nullable String description,
        @Nullable String homepageUrl,
        @Nullable String repositoryUrl,
        long dependencyCount,
        Instant createdAt,
        Instant updatedAt) {

    public ProjectKey key() {
        return new ProjectKey(ecosystem, name);
    }

    Project depending(long count) {
        return new Project(
                ordinal,
                id,
                ecosystem,
                name,
                version,
                description,
                homepageUrl,
                repositoryUrl,
                count,
                createdAt,
                updatedAt);
    }

    /** What is to be known of a project. */
    public record Draft(
            String ecosystem,
            String name,
            @Nullable String version,
            @Nullable String description,
            @Nullable String homepageUrl,
            @Nullable String repositoryUrl) {

        public static Draft of(String ecosystem, String name, @Nullable String description) {
            return new Draft(ecosystem, name, null, description, null, null);
        }
    }
}
