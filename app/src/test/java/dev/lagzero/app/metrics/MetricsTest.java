package dev.lagzero.app.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.control.lag.Distance;
import dev.lagzero.control.lag.LagReport;
import dev.lagzero.control.lag.Progress;
import dev.lagzero.control.lag.SourceLag;
import dev.lagzero.control.lag.Standing;
import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.topic.MappedAt;
import dev.lagzero.sink.target.TargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {

    private static final SourcePosition P = new SourcePosition(1, 9);

    private final Metrics metrics = new Metrics("main");
    private LagReport latest = new LagReport(List.of());

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void theUnknownHasNoNumberInAnyStage() {
        metrics.lag(List.of("shop"), () -> latest);
        for (LagReport unknown :
                List.of(latest, new LagReport(List.of(SourceLag.unknown("shop", "capture is down"))))) {
            latest = unknown;
            for (String stage : List.of("capture", "stream", "sink", "total")) {
                for (String unit : List.of("transactions", "rows", "seconds")) {
                    assertEquals("NaN", lag(unit, stage));
                }
            }
            assertEquals("NaN", value("lagzero_parked{pipeline=\"main\",source=\"shop\"}"));
            assertEquals("1.0", state("UNKNOWN"));
            assertEquals("0.0", state("CONSISTENT"));
        }
    }

    @Test
    void equalIsZero() {
        metrics.lag(List.of("shop"), () -> latest);
        latest = new LagReport(List.of(lag(Distance.ZERO, P)));
        assertEquals("0.0", lag("seconds", "total"));
        assertEquals("0.0", lag("rows", "total"));
        assertEquals("1.0", state("CONSISTENT"));
        assertEquals("0.0", value("lagzero_parked{pipeline=\"main\",source=\"shop\"}"));
    }

    @Test
    void theStagesAddUpAndRowsNobodyHasCountedAreUnknown() {
        metrics.lag(List.of("shop"), () -> latest);
        Distance distance = new Distance(
                new Distance.Part(1, OptionalLong.empty(), 500),
                new Distance.Part(2, OptionalLong.of(5), 1_000),
                new Distance.Part(3, OptionalLong.of(7), 250));
        latest = new LagReport(List.of(lag(distance, new SourcePosition(1, 3))));
        assertEquals("6.0", lag("transactions", "total"));
        assertEquals("1.75", lag("seconds", "total"));
        assertEquals("7.0", lag("rows", "sink"));
        assertEquals("NaN", lag("rows", "total"));
        assertEquals("1.0", state("BEHIND"));
    }

    @Test
    void whatPostgresDoesIsTimedAndCountedByItsOutcome() throws TargetException {
        ApplyMeter meter = metrics.applyMeter();
        meter.time(() -> "done");
        assertThrows(
                TargetException.class,
                () -> meter.time(() -> {
                    throw new TargetException.Unavailable("away", null);
                }));
        long committed = System.currentTimeMillis() - 700;
        RowEvent.Ended ended = new RowEvent.Ended("shop", P, false, 4, committed);
        meter.arrivals().arrived(ended, committed + 100, committed + 150);
        meter.applied(List.of(ended), 200_000_000);
        meter.applied(List.of(new RowEvent.Ended("shop", P.next(), true, 6, 5)), 1);
        assertEquals("1", value("lagzero_postgres_query_seconds_count{outcome=\"failed\",pipeline=\"main\"}"));
        assertEquals("1", value("lagzero_postgres_query_seconds_count{outcome=\"ok\",pipeline=\"main\"}"));
        assertEquals("2.0", value("lagzero_applied_transactions_total{pipeline=\"main\",source=\"shop\"}"));
        assertEquals("10.0", value("lagzero_applied_rows_total{pipeline=\"main\",source=\"shop\"}"));
        assertEquals(0.1, latency("capture"), 1e-9);
        assertEquals(0.05, latency("stream"), 1e-9);
        assertEquals(latency("total"), latency("capture") + latency("stream") + latency("sink"), 1e-9);
        assertEquals(
                "1", value("lagzero_stage_latency_seconds_count{pipeline=\"main\",source=\"shop\",stage=\"total\"}"));
    }

    @Test
    void theStagesAddUpAlsoWhenTheClocksOfTheirMachinesDoNotAgree() {
        ApplyMeter meter = metrics.applyMeter();
        long now = System.currentTimeMillis();
        long[][] times = {{now + 3_600_000, now}, {now - 3_600_000, now - 7_200_000}, {now - 5, now + 3_600_000}};
        SourcePosition at = P;
        for (long[] passage : times) {
            RowEvent.Ended ended = new RowEvent.Ended("shop", at, false, 1, now - 10);
            meter.arrivals().arrived(ended, passage[0], passage[1]);
            meter.applied(List.of(ended), 1_000_000);
            at = at.next();
        }
        assertEquals(latency("total"), latency("capture") + latency("stream") + latency("sink"), 1e-9);
        for (String stage : List.of("capture", "stream", "sink")) {
            String labels = "{pipeline=\"main\",source=\"shop\",stage=\"" + stage + "\"}";
            assertEquals("3", value("lagzero_stage_latency_seconds_count" + labels));
            assertTrue(latency(stage) >= 0, stage);
        }
    }

    @Test
    void whatWasMappedByAnOlderVersionIsMeasuredAsAWholeOnly() {
        ApplyMeter meter = metrics.applyMeter();
        RowEvent.Ended ended = new RowEvent.Ended("shop", P, false, 1, System.currentTimeMillis());
        meter.arrivals().arrived(ended, 5, MappedAt.decode(null));
        meter.applied(List.of(ended), 1);
        String count = "lagzero_stage_latency_seconds_count{pipeline=\"main\",source=\"shop\",stage=";
        assertEquals("1", value(count + "\"total\"}"));
        assertEquals("0", value(count + "\"stream\"}"));
    }

    @Test
    void bytesAreThoseOfTheFiles(@TempDir Path folder) throws Exception {
        Path spool = Files.createDirectory(folder.resolve("spool"));
        Files.write(spool.resolve("1"), new byte[30]);
        Files.write(spool.resolve("2"), new byte[12]);
        metrics.bytes(new SourceBytes("shop", folder.resolve("none-wal"), spool, 64, 100));
        assertEquals("42.0", value("lagzero_spool_bytes{pipeline=\"main\",source=\"shop\"}"));
        assertEquals("100.0", value("lagzero_spool_limit_bytes{pipeline=\"main\",source=\"shop\"}"));
        assertEquals("0.0", value("lagzero_wal_bytes{pipeline=\"main\",source=\"shop\"}"));
    }

    private static SourceLag lag(Distance distance, SourcePosition applied) {
        Head head = new Head("shop", P, P, true, "", "", "i", 1_000);
        SourceLag seen = SourceLag.of("shop", Optional.of(head), new Standing(applied, 0, null, null), 1_000);
        return new SourceLag(
                "shop", seen.state(), seen.head(), seen.standing(), Optional.of(new Progress(distance, P, 0)));
    }

    private double latency(String stage) {
        return Double.parseDouble(
                value("lagzero_stage_latency_seconds_sum{pipeline=\"main\",source=\"shop\",stage=\"" + stage + "\"}"));
    }

    private String lag(String unit, String stage) {
        return value("lagzero_lag_" + unit + "{pipeline=\"main\",source=\"shop\",stage=\"" + stage + "\"}");
    }

    private String state(String state) {
        return value("lagzero_state{pipeline=\"main\",source=\"shop\",state=\"" + state + "\"}");
    }

    private String value(String series) {
        return metrics.scrape()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .map(line -> line.substring(series.length() + 1))
                .findFirst()
                .orElse("absent: " + series);
    }
}
