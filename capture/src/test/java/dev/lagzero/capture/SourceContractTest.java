package dev.lagzero.capture;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.testbed.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceContractTest {

    @TempDir
    Path folder;

    private final long seed = System.nanoTime();

    @Test
    void aFileKeepsIt() throws Exception {
        System.out.println("SourceContractTest seed " + seed);
        try (FileUnderTest source =
                new FileUnderTest(folder, TestBroker.shared().clients())) {
            SourceContract.check(source, seed);
        }
    }

    @Test
    void aStoreKeepsIt() throws Exception {
        System.out.println("SourceContractTest seed " + seed);
        SourceContract.check(new StoreUnderTest(folder, TestBroker.shared().clients()), seed);
    }

    /** A contract that lets any of these pass would be worth nothing. */
    @Test
    void brokenSourcesDoNot() throws Exception {
        broken(events -> without(events, row(events)));
        broken(events -> without(events, end(events)));
        broken(events -> swapped(events, end(events)));
        broken(events -> withAnotherContent(events, row(events)));
        broken(events -> withoutBefore(events));
        freezing(Freezing.LATER);
        freezing(Freezing.NOW);
    }

    private void freezing(Freezing how) throws Exception {
        SourceUnderTest honest = new StoreUnderTest(folder, TestBroker.shared().clients());
        assertThrows(AssertionError.class, () -> SourceContract.check(new Broken(honest, events -> events, how), seed));
    }

    private enum Freezing {
        RIGHT,
        /** Shows more than the position it names. */
        LATER,
        /** Shows what there is, whatever position it is asked for. */
        NOW
    }

    private void broken(UnaryOperator<List<ChangeEvent>> damage) throws Exception {
        SourceUnderTest honest = new StoreUnderTest(folder, TestBroker.shared().clients());
        assertThrows(
                AssertionError.class, () -> SourceContract.check(new Broken(honest, damage, Freezing.RIGHT), seed));
    }

    /** A source whose log is not what it should be, or that freezes otherwise than it says. */
    private record Broken(SourceUnderTest honest, UnaryOperator<List<ChangeEvent>> damage, Freezing freezing)
            implements SourceUnderTest {
        @Override
        public Capture start() {
            return honest.start();
        }

        @Override
        public void write(List<Put> puts) throws Exception {
            honest.write(puts);
        }

        @Override
        public List<ChangeEvent> log() {
            return damage.apply(new ArrayList<>(honest.log()));
        }

        @Override
        public void forget() throws Exception {
            honest.forget();
        }

        @Override
        public void freeze(Capture capture, SourcePosition at, Duration patience, Consumer<Capture.Content> reader) {
            if (freezing == Freezing.NOW) {
                capture.freeze(content -> reader.accept(new Renamed(content, at)));
            } else {
                capture.freeze(at, patience, reader);
            }
        }

        private record Renamed(Capture.Content content, SourcePosition position) implements Capture.Content {
            @Override
            public void tell(Consumer<ChangeEvent.Part> each) {
                content.tell(each);
            }
        }

        @Override
        public void freeze(Capture capture, Consumer<Capture.Content> reader) {
            capture.freeze(content -> reader.accept(new Capture.Content() {
                @Override
                public SourcePosition position() {
                    return content.position();
                }

                @Override
                public void tell(Consumer<ChangeEvent.Part> each) {
                    if (freezing == Freezing.LATER) {
                        capture.freeze(later -> later.tell(each));
                    } else {
                        content.tell(each);
                    }
                }
            }));
        }
    }

    private static int row(List<ChangeEvent> events) {
        for (int i = events.size() / 2; i < events.size(); i++) {
            if (events.get(i) instanceof ChangeEvent.RowChanged) {
                return i;
            }
        }
        return 0;
    }

    private static int end(List<ChangeEvent> events) {
        for (int i = events.size() / 2; i < events.size(); i++) {
            if (events.get(i) instanceof ChangeEvent.Ended) {
                return i;
            }
        }
        return 0;
    }

    private static List<ChangeEvent> without(List<ChangeEvent> events, int index) {
        events.remove(index);
        return events;
    }

    private static List<ChangeEvent> swapped(List<ChangeEvent> events, int end) {
        events.add(Math.max(0, end - 1), events.remove(end));
        return events;
    }

    private static List<ChangeEvent> withAnotherContent(List<ChangeEvent> events, int index) {
        if (events.get(index) instanceof ChangeEvent.RowChanged row) {
            Image other = row.after() == null ? row.before() : row.after();
            events.add(
                    index + 1,
                    new ChangeEvent.RowChanged(row.header(), row.ordinal(), "another", row.key(), row.before(), other));
        }
        return events;
    }

    private static List<ChangeEvent> withoutBefore(List<ChangeEvent> events) {
        events.replaceAll(event -> event instanceof ChangeEvent.RowChanged row && row.after() != null
                ? new ChangeEvent.RowChanged(row.header(), row.ordinal(), row.table(), row.key(), null, row.after())
                : event);
        return events;
    }
}
