package dev.lagzero.capture.reference;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/**
 * What a contributor did for an asset.
 *
 * @param ordinal the how-manieth it was
 * @param costAmount not negative
 * @param coherenceScore from 0 to 1
 * @param metadata JSON text
 */
public record Contribution(
        long ordinal,
        UUID id,
        UUID contributorId,
        UUID assetId,
        BigDecimal costAmount,
        BigDecimal coherenceScore,
        String metadata,
        Instant timestamp) {

    private static final BigDecimal UNLIMITED = new BigDecimal("1E+1000");

    public Contribution {
        Limits.between("cost_amount", costAmount, BigDecimal.ZERO, UNLIMITED);
        Limits.between("coherence_score", coherenceScore, BigDecimal.ZERO, BigDecimal.ONE);
    }
}
