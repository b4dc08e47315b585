package dev.lagzero.app.metrics;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.target.Target;
import dev.lagzero.sink.target.TargetException;
import java.util.List;
import java.util.Map;

/** A target whose transactions are timed. It changes nothing. */
final class MeteredTarget implements Target {

    private final Target target;
    private final ApplyMeter meter;

    MeteredTarget(Target target, ApplyMeter meter) {
        this.target = target;
        this.meter = meter;
    }

    @Override
    public Tenure takeOver(Partition partition) throws TargetException {
        return new MeteredTenure(meter.time(() -> target.takeOver(partition)));
    }

    @Override
    public void block(Partition partition, String reason) throws TargetException {
        target.block(partition, reason);
    }

    @Override
    public void close() {
        target.close();
    }

    private final class MeteredTenure implements Tenure {
        private final Tenure tenure;

        MeteredTenure(Tenure tenure) {
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
            apply(batch, () -> tenure.apply(batch));
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
                    MeteredTenure.this.apply(batch, turn);
                }

                @Override
                public void takeBack() {
                    turn.takeBack();
                }
            };
        }

        private void apply(Batch batch, Turn turn) throws TargetException {
            long began = System.nanoTime();
            meter.time(() -> {
                turn.apply();
                return batch;
            });
            List<RowEvent.Ended> ends =
                    batch.transactions().stream().map(SourceTransaction::ended).toList();
            meter.applied(ends, System.nanoTime() - began);
        }

        @Override
        public LargeTransaction openLarge(String source, SourcePosition position, boolean snapshot)
                throws TargetException {
            return new MeteredLarge(meter.time(() -> tenure.openLarge(source, position, snapshot)));
        }

        @Override
        public void close() {
            tenure.close();
        }
    }

    private final class MeteredLarge implements LargeTransaction {
        private final LargeTransaction large;
        private final long began = System.nanoTime();

        MeteredLarge(LargeTransaction large) {
            this.large = large;
        }

        @Override
        public long nextOrdinal() {
            return large.nextOrdinal();
        }

        @Override
        public void write(RowEvent.Part part, long offset) throws TargetException {
            large.write(part, offset);
        }

        @Override
        public void complete(RowEvent.Ended ended, long nextOffset) throws TargetException {
            meter.time(() -> {
                large.complete(ended, nextOffset);
                return ended;
            });
            meter.applied(List.of(ended), System.nanoTime() - began);
        }

        @Override
        public void close() {
            large.close();
        }
    }
}
