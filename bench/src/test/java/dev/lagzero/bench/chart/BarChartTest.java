package dev.lagzero.bench.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        double fast = width(chart, 1);
        double slow = width(chart, 2);
        assertEquals(4.0, slow / fast, 0.01);
    }

    @Test
    void namesAndFiguresStandBesideTheBars() throws Exception {
        String text = chart().getDocumentElement().getTextContent();
        for (String wanted : List.of("load: seconds", "a <fast> one", "slow & steady", "2.00", "8.00")) {
            assertTrue(text.contains(wanted), () -> wanted + " is missing in " + text);
        }
    }

    /** The first rectangle is the ground. */
    private static double width(Document chart, int bar) {
        return Double.parseDouble(((Element) chart.getElementsByTagName("rect").item(bar)).getAttribute("width"));
    }

    private static Document chart() throws Exception {
        String svg = BarChart.of("load: seconds", List.of(FAST, SLOW));
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }
}
