package io.mlops.task.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.mlops.task.profile.DefaultsProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Times on the axis of plots, and in what they say about a point. */
@QuarkusTest
@TestProfile(DefaultsProfile.class)
class TimesPageTest extends PageFixture {
    private static final int DAY_MINUTES = 390;

    @Test
    void shouldLabelTheAxisWithDaysAndSayTheTimeOfARow() {
        Page page = open("/ui/runs/" + uploaded(days("2024-01-01", 60)));

        assertThat(labels(page))
                .contains("2024-01-08", "2024-01-15", "2024-02-26")
                .doesNotContain("2024-01-09", "20");
        hover(page, 0);
        assertThat(page.locator(".readout")).hasText(Pattern.compile("^Row 0, 2024-01-01: close 100, mean .*"));
    }

    @Test
    void shouldShowRowsWithoutTimes() {
        Page page = open("/ui/runs/" + uploaded("close\n" + "1\n2\n".repeat(20)));

        assertThat(labels(page)).contains("10", "20", "30");
        hover(page, 0);
        assertThat(page.locator(".readout")).hasText(Pattern.compile("^Row 0: close 1, mean .*"));
    }

    @Test
    void shouldLeaveNoHoleForANight() {
        Page page = open("/ui/runs/" + uploaded(sessions(3)));

        assertThat(labels(page)).contains("2024-01-02", "2024-01-03", "2024-01-04", "12:00", "15:00");
        assertThat(labels(page)).noneMatch(label -> label.startsWith("2") && label.endsWith("21:00"));
        hover(page, 0.5);
        assertThat(page.locator(".readout")).containsText(Pattern.compile("2024-01-03 12:4\\d"));
        for (int i = 0; i < 3; i++) {
            drag(page, 0.45, 0.55);
            waitForPlot(page);
        }
        assertThat(labels(page)).anyMatch(label -> label.matches("12:4\\d"));
    }

    @Test
    void shouldLabelARunFromTheNewestRow() {
        List<String> lines = days("2024-01-01", 60).lines().toList();
        String reversed = IntStream.range(1, lines.size())
                .mapToObj(i -> lines.get(lines.size() - i) + "\n")
                .collect(Collectors.joining());
        Page page = open("/ui/runs/" + uploaded(lines.get(0) + "\n" + reversed));

        assertThat(labels(page)).containsSubsequence("2024-02-26", "2024-01-15");
    }

    @Test
    void shouldPutComparedRunsAtTheirTimes() {
        String january = uploaded(days("2024-01-01", 31));
        String february = uploaded(days("2024-02-01", 29));
        Page page = open("/ui/compare?ids=" + february + "," + january);

        assertThat(labels(page)).contains("2024-01-15", "2024-02-12");
        hover(page, 0.25);
        assertThat(page.locator(".readout")).hasText(Pattern.compile("^2024-01-1\\d · 2: mean [^:]*"));
        hover(page, 0.75);
        assertThat(page.locator(".readout")).hasText(Pattern.compile("^2024-02-1\\d · 1: mean [^:]*"));
    }

    @Test
    void shouldCompareByRowIfARunHasNoTimes() {
        String timed = uploaded(days("2024-01-01", 31));
        Page page = open("/ui/compare?ids=" + timed + "," + uploaded("close\n" + "1\n2\n".repeat(15)));

        hover(page, 0.5);
        assertThat(page.locator(".readout")).hasText(Pattern.compile("^Row 15 · 1: mean .* · 2: mean .*"));
    }

    @Test
    void shouldFetchFinerPointsOfComparedTimes() {
        String five = sample(5);
        Page page = open("/ui/compare?ids=" + five + "," + sample(50));

        page.waitForResponse(
                response ->
                        response.url().contains("/series?") && response.text().contains("\"rowsPerPoint\":1,"),
                () -> drag(page, 0.50, 0.51));
        waitForPlot(page);
        hover(page, 0.5);
        String said = page.locator(".readout").textContent();
        assertThat(said)
                .matches("2025-01-04 \\d\\d:\\d\\d · 1: mean .* signal (0|100) % · 2: mean .* signal (0|100) %");
        String row = (String) page.evaluate(
                "async ([path, time]) => { const series = await (await fetch(path)).json();"
                        + " const at = series.time.indexOf(time); return String(series.columns.meanMin[at]) }",
                List.of(
                        "/runs/" + five + "/series?points=10000&from=0&to=10000",
                        said.substring(0, 10) + "T" + said.substring(11, 16) + ":00Z"));
        assertThat(said).contains("1: mean " + row + ",");
    }

    private static String days(String first, int days) {
        StringBuilder text = new StringBuilder("date,close\n");
        for (int day = 0; day < days; day++) {
            text.append(LocalDate.parse(first).plusDays(day))
                    .append(',')
                    .append(100 + day % 3)
                    .append('\n');
        }
        return text.toString();
    }

    /** Minutes from 9:30 to 16:00. */
    private static String sessions(int days) {
        StringBuilder text = new StringBuilder("time,close\n");
        for (int day = 0; day < days; day++) {
            for (int minute = 0; minute < DAY_MINUTES; minute++) {
                text.append(LocalDateTime.of(2024, 1, 2, 9, 30).plusDays(day).plusMinutes(minute))
                        .append(',')
                        .append(100 + minute % 3)
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static String uploaded(String csv) {
        return RestAssured.given()
                .header("Prefer", "wait=30")
                .multiPart("file", "times.csv", csv.getBytes(StandardCharsets.UTF_8))
                .multiPart("window", "2")
                .post("/runs")
                .path("id");
    }

    private static String sample(int window) {
        return RestAssured.given()
                .contentType("application/json")
                .header("Prefer", "wait=30")
                .body("{\"input\": \"ohlcv.csv\", \"config\": {\"window\": " + window + "}}")
                .post("/runs")
                .path("id");
    }

    /** Records what is drawn as text. */
    private static Page open(String path) {
        Page page = browser.page();
        page.addInitScript("window.drawn = []; const fill = CanvasRenderingContext2D.prototype.fillText;"
                + " CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {"
                + " window.drawn.push(text); return fill.call(this, text, ...place) }");
        page.navigate(path);
        waitForPlot(page);
        return page;
    }

    @SuppressWarnings("unchecked")
    private static List<String> labels(Page page) {
        return (List<String>) page.evaluate("window.drawn");
    }
}
