package dev.lagzero.capture.reference;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is contributed to.
 *
 * @param ordinal the how-manieth it was
 * @param totalCost the sum of its contributions
 * @param metadata JSON text
 */
public record Asset(
        long ordinal,
        UUID id,
        String name,
        @Nullable String description,
        String assetType,
        BigDecimal totalCost,
        String metadata,
        Instant createdAt,
        Instant updatedAt) {

    public Asset {
        Limits.text("name", name, 1, 255);
        Limits.text("asset_type", assetType, 1, 50);
    }

    Asset costing(BigDecimal more, Instant now) {
        return new Asset(ordinal, id, name, description, assetType, totalCost.add(more), metadata, createdAt, now);
    }
}
