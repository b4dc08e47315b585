package dev.lagzero.capture.reference;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who contributes.
 *
 * @param ordinal the how-manieth it was
 * @param metadata JSON text
 */
public record Contributor(
        long ordinal,
        UUID id,
        String type,
        String name,
        @Nullable String email,
        @Nullable String githubUsername,
        @Nullable String walletAddress,
        @Nullable BigDecimal hourlyRate,
        String metadata,
        Instant createdAt,
        Instant updatedAt) {

    public Contributor {
        Limits.text("name", name, 1, 255);
    }
}
