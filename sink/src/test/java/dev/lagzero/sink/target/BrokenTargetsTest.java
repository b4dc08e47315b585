package dev.lagzero.sink.target;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.value.Image;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The contract finds what it is there to find: targets that break it do not pass. */
class BrokenTargetsTest {

    /** A target whose tenures do not do what they say. */
    private abstract static class Broken implements Target {
        final InMemoryTarget twin = new InMemoryTarget();

        @Override
        public Tenure takeOver(Partition partition) throws TargetException {
            Tenure tenure = twin.takeOver(partition);
            return new Tenure() {
                @Override
                public long nextOffset() {
                    return tenure.nextOffset();
                }

                @Override
                public Map<String, Applied> applied() {
                    return tenure.applied();
                }

                @Override
                public void look() throws TargetException {
                    tenure.look();
                }

                @Override
                public void apply(Batch batch) throws TargetException {
                    Broken.this.apply(tenure, partition, batch);
                }

                @Override
                public LargeTransaction openLarge(String source, SourcePosition position, boolean snapshot)
                        throws TargetException {
                    return tenure.openLarge(source, position, snapshot);
                }

                @Override
                public void close() {
                    tenure.close();
                }
            };
        }

        abstract void apply(Tenure tenure, Partition partition, Batch batch) throws TargetException;

        @Override
        public void close() {
            twin.close();
        }
    }

    private static void assertFails(Broken broken, Promise test) {
        TargetContract contract = new TargetContract() {
            @Override
            protected Target open() {
                return broken;
            }

            @Override
            protected Map<Image, Image> rows(String table) {
                return broken.twin.rows(table);
            }

            @Override
            protected int parked() {
                return broken.twin.parked().size();
            }
        };
        Executable run = () -> {
            contract.openTarget();
            test.run(contract);
        };
        assertThrows(AssertionError.class, run);
    }

    private interface Promise {
        void run(TargetContract contract) throws Exception;
    }

    @Test
    void aTargetThatForgetsRowsIsFound() {
        assertFails(
                new Broken() {
                    @Override
                    void apply(Tenure tenure, Partition partition, Batch batch) {
                        // It says yes and does nothing.
                    }
                },
                TargetContract::whatIsAppliedIsThereAndIsKnownToTheNextTenure);
    }

    @Test
    void aTargetThatDoesNotFenceIsFound() {
        assertFails(
                new Broken() {
                    @Override
                    void apply(Tenure tenure, Partition partition, Batch batch) throws TargetException {
                        twin.takeOver(partition).apply(batch);
                    }
                },
                TargetContract::aLaterTenureFencesTheEarlierOne);
    }

    @Test
    void aTargetThatAppliesHalfABatchIsFound() {
        assertFails(
                new Broken() {
                    @Override
                    void apply(Tenure tenure, Partition partition, Batch batch) throws TargetException {
                        for (SourceTransaction transaction : batch.transactions()) {
                            tenure.apply(new Batch(java.util.List.of(transaction), batch.claims(), batch.nextOffset()));
                        }
                    }
                },
                TargetContract::aHoleIsRefusedAndChangesNothing);
    }
}
