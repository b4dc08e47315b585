package dev.lagzero.control.lag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private final History history = new History();

    @Test
    void itKeepsOnePointASecondWithLagAndThroughput() {
        history.add(report(10, 4_000), 10_000);
        history.add(report(15, 3_000), 10_500);
        history.add(report(30, 2_000), 12_000);
        assertEquals(2, points().size());
        assertTrue(points().get(0).path("rate").isNull());
        assertEquals(10.0, points().get(1).path("rate").asDouble());
        assertEquals(2.0, points().get(1).path("seconds").asDouble());
    }

    @Test
    void theUnknownIsNoNumberAndNeitherIsWhatFollowsIt() {
        history.add(report(10, 0), 10_000);
        history.add(new LagReport(List.of(SourceLag.unknown("s", "capture is down"))), 11_000);
        history.add(report(500, 0), 12_000);
        assertTrue(points().get(1).path("seconds").isNull());
        assertTrue(points().get(1).path("rate").isNull());
        assertTrue(points().get(2).path("rate").isNull(), "when it came is not known");
        assertEquals(0.0, points().get(2).path("seconds").asDouble(-1));
    }

    @Test
    void itForgetsWhatIsOlderThanFiveMinutes() {
        for (int second = 1; second <= 400; second++) {
            history.add(report(second, 0), second * 1_000L);
        }
        assertEquals(300, points().size());
        assertEquals(101_000, points().get(0).path("at_ms").asLong());
    }

    private JsonNode points() {
        return history.json().path("points");
    }

    private static LagReport report(long applied, long millis) {
        SourcePosition at = new SourcePosition(1, applied);
        Head head = new Head("s", at, at, true, "", "", "i", 1_000);
        SourceLag seen = SourceLag.of("s", Optional.of(head), new Standing(at, 0, null, null), 1_000);
        Distance distance =
                new Distance(Distance.Part.ZERO, Distance.Part.ZERO, new Distance.Part(0, OptionalLong.of(0), millis));
        return new LagReport(List.of(new SourceLag(
                "s", seen.state(), seen.head(), seen.standing(), Optional.of(new Progress(distance, at, 0)))));
    }
}
