package dev.lagzero.capture.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What every graph store does, wherever it keeps its rows: in memory, or in the tables of the catalog after a cut-over.
 * Whoever implements {@link GraphStore} implements this beside it.
 */
public interface GraphStoreContract {

    /** An empty store; its clock stands until {@link #tick()}. */
    GraphStore store();

    void tick();

    @Test
    default void aProjectIsFoundWhateverItsCaseAndKeepsTheLastSpelling() {
        Project first = store().upsertProject(Project.Draft.of("npm", "React", "a library"));
        tick();
        Project second = store().upsertProject(Project.Draft.of("NPM", "REACT", null));
        assertEquals(first.id(), second.id());
        assertEquals(first.createdAt(), second.createdAt());
        assertTrue(second.updatedAt().isAfter(first.updatedAt()));
        assertEquals(Optional.of(second), store().getProject("Npm", "rEACT"));
        assertEquals("REACT", second.name());
        assertEquals(1, store().countProjects());
        assertThrows(IllegalArgumentException.class, () -> store().upsertProject(
                        Project.Draft.of("npm", "x".repeat(256), null)));
        assertThrows(
                IllegalArgumentException.class, () -> store().upsertProject(Project.Draft.of("npm", "a\u0000b", null)));
    }

    /** In Turkish an I becomes another letter; names must not. */
    @Test
    default void lowerCaseIsTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            store().upsertProject(Project.Draft.of("PIP", "INI", null));
        } finally {
            Locale.setDefault(before);
        }
        assertTrue(store().getProject("pip", "ini").isPresent());
        assertEquals(1, store().search("in", 10).size());
    }

    @Test
    default void searchLooksIntoNamesAndDescriptionsInTheOrderOfMaking() {
        store().upsertProject(Project.Draft.of("npm", "zebra", null));
        store().upsertProject(Project.Draft.of("npm", "other", "like a ZEBRA"));
        store().upsertProject(Project.Draft.of("npm", "azebra", null));
        store().upsertProject(Project.Draft.of("npm", "zebra", "again"));
        assertEquals(
                List.of("zebra", "other", "azebra"),
                store().search("Zebra", 10).stream().map(Project::name).toList());
        assertEquals(2, store().search("zebra", 2).size());
    }

    @Test
    default void edgesCountOnceAlsoToThoseNobodyKnows() {
        Dependency edge = new Dependency(new ProjectKey("npm", "a"), new ProjectKey("npm", "Unknown"));
        store().addDependency(edge);
        store().upsertProject(Project.Draft.of("npm", "a", null));
        assertEquals(1, store().getProject("npm", "a").orElseThrow().dependencyCount());
        store().addDependency(edge);
        store().addDependency(new Dependency(edge.from(), edge.from()));
        assertEquals(2, store().getProject("npm", "a").orElseThrow().dependencyCount());
        assertEquals(1, store().countDependents("NPM", "unknown"));
        assertEquals(1, store().countDependents("npm", "a"), "on itself");
    }

    @Test
    default void aContributionAddsItsCostAndNeedsBothEnds() {
        Contributor who = store().createContributor("human", "Ada", null, new BigDecimal("0.10"));
        Asset what = store().createAsset("model", "code", null);
        Contribution one =
                store().createContribution(who.id(), what.id(), new BigDecimal("1E+3"), new BigDecimal("0.123456789"));
        tick();
        Contribution two = store().createContribution(who.id(), what.id(), new BigDecimal("0.10"), BigDecimal.ONE);
        assertEquals(
                0,
                new BigDecimal("1000.10")
                        .compareTo(store().getAsset(what.id()).orElseThrow().totalCost()));
        assertEquals(List.of(two, one), store().getAssetContributions(what.id()));
        assertEquals(List.of(two, one), store().getContributorContributions(who.id()));
        assertEquals(Optional.of(one), store().getContribution(one.id()));
        assertThrows(IllegalArgumentException.class, () -> store().createContribution(
                        UUID.randomUUID(), what.id(), BigDecimal.ONE, BigDecimal.ONE));
        assertThrows(IllegalArgumentException.class, () -> store().createContribution(
                        who.id(), UUID.randomUUID(), BigDecimal.ONE, BigDecimal.ONE));
        for (String score : List.of("-0.1", "1.1")) {
            assertThrows(IllegalArgumentException.class, () -> store().createContribution(
                            who.id(), what.id(), BigDecimal.ONE, new BigDecimal(score)));
        }
        assertThrows(IllegalArgumentException.class, () -> store().createContribution(
                        who.id(), what.id(), new BigDecimal("-1"), BigDecimal.ONE));
        assertEquals(2, store().getAssetContributions(what.id()).size(), "what is refused changes nothing");
    }

    @Test
    default void listsAreNewestFirstAndTiesAsTheyWereMade() {
        Asset a = store().createAsset("a", "t", null);
        Asset b = store().createAsset("b", "t", null);
        tick();
        Asset c = store().createAsset("c", "t", null);
        assertEquals(List.of(c, a, b), store().listAssets(10));
        assertEquals(List.of(c), store().listAssets(1));
        Contributor d = store().createContributor("x", "d", null, null);
        assertEquals(List.of(d), store().listContributors(5));
        assertEquals(Optional.of(d), store().getContributor(d.id()));
    }
}
