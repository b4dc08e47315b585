package dev.lagzero.app.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import dev.lagzero.control.lag.Distance;
import dev.lagzero.control.lag.History;
import dev.lagzero.control.lag.LagReport;
import dev.lagzero.control.lag.Progress;
import dev.lagzero.control.lag.SourceLag;
import dev.lagzero.control.lag.Standing;
import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.position.SourcePosition;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a real browser, which has no internet; what it shows is kept as pictures in target/pictures. */
class PageTest {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    private static Playwright playwright;
    private static Browser browser;

    private final List<String> faults = new ArrayList<>();
    private volatile LagReport report = new LagReport(List.of());
    private volatile ObjectNode overview;
    private final History history = new History();
    private StreamRoutes events;
    private WebServer server;

    @BeforeAll
    static void startBrowser() {
        assertTrue(Files.exists(CHROMIUM), "no " + CHROMIUM + ": apt-get install chromium");
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of("--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")));
    }

    @AfterAll
    static void stopBrowser() {
        browser.close();
        playwright.close();
    }

    @BeforeEach
    void serve() throws IOException {
        overview = (ObjectNode) new ObjectMapper().readTree("""
                {"pipeline": "main", "parked": [], "tables": [
                {"source": "shop", "schema": "public", "name": "invoice", "rows": 412000, "written": 413200},
                {"source": "shop", "schema": "public", "name": "customer", "rows": 5900, "written": 6120},
                {"source": "shop", "schema": "public", "name": "genre", "rows": 25, "written": 25}]}
                """);
        events = new StreamRoutes(() -> report.json());
        server = WebServer.start(
                freePort(),
                List.of(
                        new PageRoutes(),
                        events,
                        new LagRoutes(() -> report, history::json),
                        new OverviewRoutes(() -> overview),
                        new MetricsRoutes(() -> ""),
                        new LifeRoutes(Optional::empty)));
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    @AfterEach
    void stop() {
        events.close();
        server.close();
        assertEquals(List.of(), faults);
    }

    @Test
    void equalMeansYesAndSaysWhere() {
        report = new LagReport(List.of(equal("shop")));
        try (Page page = open(1_200, ColorScheme.LIGHT)) {
            assertThat(page.locator("#answer")).hasText("Yes, now");
            assertThat(page.locator("#proof")).containsText("shop 1:1700");
            assertThat(page.locator("#reasons li")).hasCount(0);
        }
    }

    @Test
    void behindMeansNotYetAndSaysHowLongItWillTake() {
        report = new LagReport(List.of(behind("shop"), equal("till")));
        try (Page page = open(1_200, ColorScheme.LIGHT)) {
            assertThat(page.locator("#answer")).hasText("Not yet");
            assertThat(page.locator("#reasons li"))
                    .hasText("shop: behind by 160 transactions, 2.5 s, equal in about 4.0 s");
            assertThat(page.locator("[data-stage=sink] .wait")).hasText("100 tx · 1.2 s");
            page.locator("#sources button", new Page.LocatorOptions().setHasText("till"))
                    .click();
            assertThat(page.locator("[data-stage=sink] .wait")).hasText("0");
        }
    }

    @Test
    void aParkedRowMeansNoAndIsShownWithItsReason() {
        report = new LagReport(List.of(SourceLag.of("shop", head("shop", ""), standing(1_700, 1), now())));
        overview.withArray("parked")
                .addObject()
                .put("source", "shop")
                .put("table", "invoice")
                .put("key", "{\"id\":17}")
                .put("reason", "<b>a text with \\u0000</b>")
                .put("since_ms", now());
        try (Page page = open(1_200, ColorScheme.LIGHT)) {
            assertThat(page.locator("#answer")).hasText("No");
            assertThat(page.locator("#reasons li")).hasText("shop: 1 row is parked: not equal");
            assertThat(page.locator("#parked td").nth(2)).hasText("<b>a text with \\u0000</b>");
        }
    }

    @Test
    void theUnknownIsNeverAnAnswer() {
        report = new LagReport(
                List.of(SourceLag.of("shop", head("shop", "the disk is full"), standing(1_700, 0), now())));
        try (Page page = open(1_200, ColorScheme.LIGHT)) {
            assertThat(page.locator("#answer")).hasText("Nobody can tell");
            assertThat(page.locator("#reasons li")).hasText("shop: unknown: the disk is full");
            assertThat(page.locator("#lag-now")).hasText("unknown");
        }
    }

    @Test
    void aWarningIsInTheWayEvenWhenAllIsEqual() {
        report = new LagReport(List.of(equal("shop")), List.of("role intern may write 1 replicated table"));
        try (Page page = open(1_200, ColorScheme.LIGHT)) {
            assertThat(page.locator("#answer")).hasText("No");
            assertThat(page.locator("#reasons li")).hasText("role intern may write 1 replicated table");
        }
    }

    @Test
    void whatChangesShowsWithoutAReload() {
        report = new LagReport(List.of(behind("shop")));
        try (Page page = open(1_200, ColorScheme.LIGHT)) {
            assertThat(page.locator("#answer")).hasText("Not yet");
            report = new LagReport(List.of(equal("shop")));
            assertThat(page.locator("#answer")).hasText("Yes, now");
        }
    }

    @Test
    void aProcessThatIsGoneLeavesNoYesBehind() {
        report = new LagReport(List.of(equal("shop")));
        try (Page page = open(1_200, ColorScheme.LIGHT)) {
            assertThat(page.locator("#answer")).hasText("Yes, now");
            events.close();
            server.close();
            assertThat(page.locator("#answer")).hasText("Nobody can tell");
            faults.clear();
        }
    }

    @Test
    void whatWasBeforeThePageWasOpenedIsInItsCurves() {
        report = new LagReport(List.of(behind("shop")));
        remember();
        try (Page page = open(1_200, ColorScheme.LIGHT)) {
            assertThat(page.locator("#lag-chart .curve")).hasCount(2);
            assertThat(page.locator("#lag-chart .gap")).hasCount(1);
        }
    }

    /** Four minutes of ups and downs, with a minute of which nothing is known. */
    private void remember() {
        for (int second = 240; second > 0; second--) {
            long applied = 1_540L - second * 3L - Math.round(40 * Math.sin(second / 15.0));
            SourceLag lag = SourceLag.of("shop", head("shop", ""), standing(applied, 0), now());
            long millis = Math.round(1_500 + 1_200 * Math.sin(second / 20.0));
            Distance distance = new Distance(
                    Distance.Part.ZERO, Distance.Part.ZERO, new Distance.Part(9, OptionalLong.of(9), millis));
            boolean known = second > 120 || second < 90;
            history.add(
                    new LagReport(List.of(
                            known
                                    ? with(lag, new Progress(distance, position(1_540), 0))
                                    : SourceLag.unknown("shop", "capture is down"))),
                    now() - second * 1_000L);
        }
    }

    @ParameterizedTest
    @CsvSource({"1200, LIGHT", "1200, DARK", "390, LIGHT", "390, DARK"})
    void everythingFitsOnEveryScreen(int width, ColorScheme scheme) {
        report = new LagReport(List.of(behind("shop"), equal("till")));
        remember();
        try (Page page = open(width, scheme)) {
            assertThat(page.locator("#answer")).hasText("Not yet");
            assertThat(page.locator("#table-count")).hasText("3");
            Object wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth");
            assertFalse((Boolean) wide, "it scrolls sideways at " + width);
            Object seen = page.evaluate("document.getElementById('answer').getBoundingClientRect().bottom < 600");
            assertTrue((Boolean) seen, "the answer is not on the first screen");
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(Path.of("target/pictures/behind-" + width + "-" + scheme + ".png")));
            report = new LagReport(List.of(equal("shop"), equal("till")));
            assertThat(page.locator("#answer")).hasText("Yes, now");
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of("target/pictures/equal-" + width + "-" + scheme + ".png")));
        }
    }

    private Page open(int width, ColorScheme scheme) {
        BrowserContext context = browser.newContext(
                new Browser.NewContextOptions().setViewportSize(width, 900).setColorScheme(scheme));
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                faults.add(message.text());
            }
        });
        page.onPageError(faults::add);
        page.onRequest(request -> {
            if (!request.url().startsWith(server.address())) {
                faults.add("it asks " + request.url());
            }
        });
        page.navigate(server.address() + "/");
        return page;
    }

    private static long now() {
        return System.currentTimeMillis();
    }

    private static SourceLag equal(String source) {
        SourceLag lag = SourceLag.of(source, head(source, ""), standing(1_700, 0), now());
        return with(lag, new Progress(Distance.ZERO, position(1_700), 0));
    }

    private static SourceLag behind(String source) {
        SourceLag lag = SourceLag.of(source, head(source, ""), standing(1_540, 0), now());
        Distance distance = new Distance(
                new Distance.Part(20, OptionalLong.empty(), 300),
                new Distance.Part(40, OptionalLong.of(200), 1_000),
                new Distance.Part(100, OptionalLong.of(900), 1_200));
        return with(lag, new Progress(distance, position(1_640), -40));
    }

    private static SourceLag with(SourceLag lag, Progress progress) {
        return new SourceLag(lag.source(), lag.state(), lag.head(), lag.standing(), Optional.of(progress));
    }

    private static Optional<Head> head(String source, String cause) {
        return Optional.of(new Head(source, position(1_700), position(1_680), true, "", cause, "i", now()));
    }

    private static Standing standing(long applied, long parked) {
        return new Standing(position(applied), parked, null, null);
    }

    private static SourcePosition position(long sequence) {
        return new SourcePosition(1, sequence);
    }
}
