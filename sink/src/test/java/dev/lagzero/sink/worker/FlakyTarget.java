package dev.lagzero.sink.worker;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.target.Target;
import dev.lagzero.sink.target.TargetException;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A target whose connection breaks, before a call is carried out or after. */
record FlakyTarget(Target inner, BooleanSupplier breaks) implements Target {

    @FunctionalInterface
    private interface Call<T> {
        T make() throws TargetException;
    }

    private <T> T flaky(Call<T> call) throws TargetException {
        if (breaks.getAsBoolean()) {
            throw new TargetException.Unavailable("broken before the call", null);
        }
        T result = call.make();
        if (breaks.getAsBoolean()) {
            throw new TargetException.Unavailable("broken after the call", null);
        }
        return result;
    }

    @Override
    public Tenure takeOver(Partition partition) throws TargetException {
        return new FlakyTenure(flaky(() -> inner.takeOver(partition)));
    }

    @Override
    public void close() {
        inner.close();
    }

    private final class FlakyTenure implements Tenure {

        private final Tenure tenure;

        FlakyTenure(Tenure tenure) {
            this.tenure = tenure;
        }

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
            flaky(() -> {
                tenure.apply(batch);
                return true;
            });
        }

        @Override
        public Turn turn(Batch batch) {
            Turn turn = tenure.turn(batch);
            return new Turn() {
                @Override
                public void ahead() {
                    turn.ahead();
                }

                @Override
                public void apply() throws TargetException {
                    flaky(() -> {
                        turn.apply();
                        return true;
                    });
                }

                @Override
                public void takeBack() {
                    turn.takeBack();
                }
            };
        }

        @Override
        public LargeTransaction openLarge(String source, SourcePosition position, boolean snapshot)
                throws TargetException {
            flaky(() -> true);
            return new FlakyLarge(tenure.openLarge(source, position, snapshot));
        }

        @Override
        public void close() {
            tenure.close();
        }
    }

    private final class FlakyLarge implements LargeTransaction {

        private final LargeTransaction large;

        FlakyLarge(LargeTransaction large) {
            this.large = large;
        }

        @Override
        public long nextOrdinal() {
            return large.nextOrdinal();
        }

        @Override
        public void write(RowEvent.Part part, long offset) throws TargetException {
            flaky(() -> {
                large.write(part, offset);
                return true;
            });
        }

        @Override
        public void complete(RowEvent.Ended ended, long nextOffset) throws TargetException {
            flaky(() -> {
                large.complete(ended, nextOffset);
                return true;
            });
        }

        @Override
        public void close() {
            large.close();
        }
    }
}
