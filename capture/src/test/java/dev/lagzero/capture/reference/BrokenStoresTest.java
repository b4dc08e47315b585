package dev.lagzero.capture.reference;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lagzero.capture.store.Store;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The contracts find what they are there to find: stores that break them do not pass. */
class BrokenStoresTest {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private Clock clock() {
        InstantSource source = () -> now;
        return source.withZone(ZoneOffset.UTC);
    }

    /** The store, but for what one of its operations answers. */
    private static <T> T broken(Class<T> port, T store, String operation, UnaryOperator<Object> wrong) {
        return port.cast(
                Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    try {
                        Object right = method.invoke(store, arguments);
                        return method.getName().equals(operation) ? wrong.apply(right) : right;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private void assertGraphFails(String operation, UnaryOperator<Object> wrong, Consumer<GraphStoreContract> promise) {
        Store store = JournaledStoresTest.open();
        GraphStore twin = broken(GraphStore.class, new JournaledGraphStore(store, clock()), operation, wrong);
        assertThrows(
                AssertionError.class,
                () -> promise.accept(new GraphStoreContract() {
                    @Override
                    public GraphStore store() {
                        return twin;
                    }

                    @Override
                    public void tick() {
                        now = now.plus(Duration.ofSeconds(1));
                    }
                }));
    }

    private void assertTasksFail(
            String operation, UnaryOperator<Object> wrong, Consumer<AgentTaskStoreContract> promise) {
        Store store = JournaledStoresTest.open();
        AgentTaskStore twin = broken(AgentTaskStore.class, new JournaledTaskStore(store, clock()), operation, wrong);
        assertThrows(
                AssertionError.class,
                () -> promise.accept(new AgentTaskStoreContract() {
                    @Override
                    public AgentTaskStore tasks() {
                        return twin;
                    }

                    @Override
                    public void tick() {
                        now = now.plus(Duration.ofSeconds(1));
                    }
                }));
    }

    private static Object reversed(Object list) {
        return ((List<?>) list).reversed();
    }

    @Test
    void aGraphStoreThatAnswersWrongIsFound() {
        assertGraphFails(
                "getProject",
                any -> Optional.empty(),
                GraphStoreContract::aProjectIsFoundWhateverItsCaseAndKeepsTheLastSpelling);
        assertGraphFails("getProject", any -> Optional.empty(), GraphStoreContract::lowerCaseIsTheSameInEveryLocale);
        assertGraphFails(
                "search",
                BrokenStoresTest::reversed,
                GraphStoreContract::searchLooksIntoNamesAndDescriptionsInTheOrderOfMaking);
        assertGraphFails("countDependents", any -> 0L, GraphStoreContract::edgesCountOnceAlsoToThoseNobodyKnows);
        assertGraphFails(
                "listAssets", BrokenStoresTest::reversed, GraphStoreContract::listsAreNewestFirstAndTiesAsTheyWereMade);
        assertGraphFails(
                "getAsset",
                asset -> ((Optional<?>) asset).map(Asset.class::cast).map(each -> each.costing(BigDecimal.ONE, now)),
                GraphStoreContract::aContributionAddsItsCostAndNeedsBothEnds);
    }

    @Test
    void aTaskStoreThatAnswersWrongIsFound() {
        assertTasksFail(
                "getTask", any -> Optional.empty(), AgentTaskStoreContract::aTaskRunsAndRemembersWhenItFirstDid);
        assertTasksFail(
                "getAttentionTasks", any -> List.of(), AgentTaskStoreContract::aDecisionSetsOneThatWaitsForItRunning);
        assertTasksFail(
                "getTask",
                any -> Optional.empty(),
                AgentTaskStoreContract::whatIsOutOfBoundsIsRefusedAndChangesNothing);
        assertTasksFail(
                "listTasks", BrokenStoresTest::reversed, AgentTaskStoreContract::listsAndSummariesCountWhatIsThere);
    }
}
