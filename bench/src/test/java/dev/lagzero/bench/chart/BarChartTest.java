package dev.lagzero.bench.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.bench.chart.BarChart.Group;
import dev.lagzero.bench.figures.Series;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class BarChartTest {

    private static final Series FAST = new Series("a <fast> one", "seconds", List.of(1.0, 2.0, 4.0));
    private static final Series SLOW = new Series("slow & steady", "seconds", List.of(8.0));

    @Test
    void barsAreAsLongAsTheirMedians() throws Exception {
        Document chart = chart();
        double fast = width(chart, 0);
        double slow = width(chart, 1);
        assertEquals(4.0, slow / fast, 0.01);
    }

    @Test
    void namesAndFiguresStandBesideTheBars() throws Exception {
        String text = chart().getDocumentElement().getTextContent();
        for (String wanted : List.of("load", "seconds", "a <fast> one", "slow & steady", "2.00", "8.00", "4 cores")) {
            assertTrue(text.contains(wanted), () -> wanted + " is missing in " + text);
        }
    }

    @Test
    void eachFigureHasAScaleOfItsOwn() throws Exception {
        Series rows = new Series("slow & steady", "rows/s", List.of(120_000.0));
        Document chart = parsed(BarChart.of(
                "load", List.of(new Group("seconds", List.of(FAST, SLOW)), new Group("rows/s", List.of(rows))), ""));
        assertEquals(width(chart, 1), width(chart, 2), 0.1);
        assertTrue(chart.getDocumentElement().getTextContent().contains("120,000"));
    }

    @Test
    void barsThatPointBackwardsHaveNoLength() throws Exception {
        Series less = new Series("less than nothing", "added us", List.of(-3.0, -1.0));
        Document chart = parsed(BarChart.of("dual", List.of(new Group("added us", List.of(less, FAST))), ""));
        assertEquals(0, width(chart, 0));
    }

    private static double width(Document chart, int bar) {
        return Double.parseDouble(((Element) chart.getElementsByTagName("rect").item(bar)).getAttribute("width"));
    }

    private static Document chart() throws Exception {
        return parsed(BarChart.of("load", List.of(new Group("seconds", List.of(FAST, SLOW))), "4 cores"));
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }
}
