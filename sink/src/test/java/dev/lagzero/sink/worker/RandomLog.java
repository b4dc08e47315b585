package dev.lagzero.sink.worker;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.sink.gather.Story;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A changes topic as captures could have left it: several sources that interleave, claims at any time, and records of
 * captures that do not know yet that they lost their source. It remembers what is true at the end.
 */
final class RandomLog {

    private final Random random;
    private final List<Source> sources = new ArrayList<>();
    private final List<RowEvent> events = new ArrayList<>();

    RandomLog(Random random, int sourceCount, int length) {
        this.random = random;
        for (int number = 0; number < sourceCount; number++) {
            sources.add(new Source(new Story("s" + number)));
        }
        while (events.size() < length) {
            sources.get(random.nextInt(sourceCount)).move();
        }
        sources.forEach(Source::finish);
    }

    static RandomLog of(Random random) {
        return new RandomLog(random, 1 + random.nextInt(4), 30 + random.nextInt(400));
    }

    List<RowEvent> events() {
        return List.copyOf(events);
    }

    /** By source, which is also the table's name. */
    Map<String, Map<Image, Image>> truth() {
        Map<String, Map<Image, Image>> truth = new HashMap<>();
        for (Source source : sources) {
            Map<Image, Image> rows = new HashMap<>();
            source.rows.forEach((id, text) -> rows.put(Story.key(id), Story.image(id, text)));
            truth.put(source.story.source(), rows);
        }
        return truth;
    }

    Map<String, SourcePosition> positions() {
        Map<String, SourcePosition> positions = new HashMap<>();
        sources.forEach(source -> positions.put(source.story.source(), source.published));
        return positions;
    }

    private final class Source {

        private final Story story;
        private final Deque<RowEvent> zombie = new ArrayDeque<>();
        private Deque<RowEvent> publishing = new ArrayDeque<>();
        private Map<Long, String> rows = new HashMap<>();
        private Map<Long, String> rowsAfter = new HashMap<>();
        private SourcePosition published = SourcePosition.NONE;

        Source(Story story) {
            this.story = story;
        }

        void move() {
            int chance = random.nextInt(100);
            if (published.epoch() == 0 || chance == 0) {
                claim();
            } else if (chance < 10 && !zombie.isEmpty()) {
                events.add(zombie.poll());
            } else if (publishing.isEmpty()) {
                transact();
            } else {
                publish();
            }
        }

        private void claim() {
            zombie.clear();
            zombie.addAll(publishing);
            zombie.addAll(story.transaction(published.next().next(), Map.of(1L, "zombie")));
            long epoch = published.epoch() + 1 + random.nextInt(2);
            events.add(story.claim(epoch));
            published = new SourcePosition(epoch, 0);
            rowsAfter = changed(rows);
            publishing = new ArrayDeque<>(story.snapshot(epoch, rowsAfter));
        }

        private void transact() {
            rowsAfter = random.nextInt(8) == 0 ? new HashMap<>(rows) : changed(rows);
            Map<Long, String> net = new LinkedHashMap<>();
            rows.keySet().stream().filter(id -> !rowsAfter.containsKey(id)).forEach(id -> net.put(id, null));
            rowsAfter.entrySet().stream()
                    .filter(row -> !row.getValue().equals(rows.get(row.getKey())))
                    .forEach(row -> net.put(row.getKey(), row.getValue()));
            publishing = new ArrayDeque<>(story.transaction(published.next(), net));
        }

        private Map<Long, String> changed(Map<Long, String> before) {
            Map<Long, String> after = new HashMap<>(before);
            int changes = random.nextInt(random.nextInt(20) == 0 ? 60 : 5);
            for (int change = 0; change < changes; change++) {
                long id = random.nextInt(30);
                if (random.nextInt(3) == 0) {
                    after.remove(id);
                } else {
                    after.put(id, "v" + random.nextInt(1_000));
                }
            }
            return after;
        }

        private void publish() {
            RowEvent event = publishing.poll();
            events.add(event);
            if (event instanceof RowEvent.Ended) {
                rows = rowsAfter;
                published = event.position();
            }
        }

        void finish() {
            if (published.epoch() == 0) {
                claim();
            }
            while (!publishing.isEmpty()) {
                publish();
            }
        }
    }
}
