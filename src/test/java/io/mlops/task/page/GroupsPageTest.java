package io.mlops.task.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.mlops.task.profile.DefaultsProfile;
import io.mlops.task.submission.InputDirectories;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page of a run with groups. */
@QuarkusTest
@TestProfile(DefaultsProfile.class)
class GroupsPageTest extends PageFixture {
    /** A has 40 rows, B 20, "C & D" 10 with one price; all are daily from the same day. */
    private static final String THREE = series("B", 20, 3) + series("C & D", 10, 1) + series("A", 40, 7);

    @Inject
    InputDirectories inputs;

    @Test
    void shouldListTheGroupsAndPlotTheFirst() {
        Page page = open(browser.page(), run(THREE));

        assertThat(page.locator("#groups-count")).hasText("3 groups");
        assertThat(names(page)).containsExactly("A", "B", "C & D");
        assertThat(row(page, "A")).containsText("2024-01-01");
        assertThat(row(page, "A")).containsText("2024-02-09");
        assertThat(chosen(page)).hasText("A");
        assertThat(page.locator("#plot-title")).hasText("Plot of A");
        assertThat(page.locator(".readout")).containsText("40 rows");
    }

    @Test
    void shouldSortByEachColumn() {
        Page page = open(browser.page(), run(THREE));

        sort(page, "Rows");
        assertThat(names(page)).containsExactly("C & D", "B", "A");
        sort(page, "Rows");
        assertThat(names(page)).containsExactly("A", "B", "C & D");
        assertThat(page.locator("th:has([data-sort=rows])")).hasAttribute("aria-sort", "descending");
        assertThat(page.locator("th:has([data-sort=name])")).hasAttribute("aria-sort", "none");
        sort(page, "Signal rate");
        assertThat(names(page).get(0)).isEqualTo("C & D");
        sort(page, "Last time");
        assertThat(names(page)).containsExactly("C & D", "B", "A");
        sort(page, "Group");
        assertThat(names(page)).containsExactly("A", "B", "C & D");
        assertThat(chosen(page)).hasText("A");
    }

    @Test
    void shouldFilter() {
        Page page = open(browser.page(), run(THREE));

        page.locator("#groups-filter").fill("c &");

        assertThat(page.locator("#groups-count")).hasText("1 of 3 groups");
        assertThat(names(page)).containsExactly("C & D");
        page.locator("#groups-filter").fill("none of them");
        assertThat(page.locator("#groups-count")).hasText("0 of 3 groups");
        page.locator("#groups-filter").fill("");
        assertThat(names(page)).hasSize(3);
    }

    @Test
    void shouldPlotTheChosenGroup() {
        String id = run(THREE);
        Page page = open(browser.page(), id);

        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("C & D"))
                .press("Enter");

        assertThat(page.locator("#plot-title")).hasText("Plot of C & D");
        assertThat(page.locator(".readout")).containsText("10 rows");
        assertThat(chosen(page)).hasText("C & D");
        assertThat(page.locator(".canvas"))
                .hasAttribute("aria-label", Pattern.compile("Plot of C & D in three.csv: 10 rows"));
        row(page, "B").locator("td").first().click();
        assertThat(page.locator(".readout")).containsText("20 rows");
        drag(page, 0.2, 0.5);
        waitForPlot(page);
        hover(page, 0.5);
        assertThat(page.locator(".readout")).containsText(Pattern.compile("^Row \\d+, 2024-01-\\d\\d: close"));
    }

    @Test
    void shouldOfferTheSignalsOfTheRunAndOfTheChosenGroup() {
        String id = run(THREE);
        Page page = open(browser.page(), id);

        assertThat(link(page, "signals.csv")).hasAttribute("href", "/runs/" + id + "/signals");
        assertThat(link(page, "groups.csv")).hasAttribute("href", "/runs/" + id + "/artifacts/groups.csv");
        row(page, "C & D").locator("td").first().click();
        Locator signals = link(page, "signals of C & D");
        assertThat(signals).hasAttribute("href", "/runs/" + id + "/signals?group=C%20%26%20D");
        String csv = page.request()
                .get((String) signals.evaluate("link => link.href"))
                .text();
        assertThat(csv.lines()).hasSize(11).last().asString().startsWith("C & D,2024-01-10,");
    }

    @Test
    void shouldPutOnlySomeOf10000GroupsIntoThePage() {
        StringBuilder rows = new StringBuilder();
        for (int round = 0; round < 2; round++) {
            for (int group = 0; group < 10_000; group++) {
                rows.append("2024-01-0")
                        .append(round + 1)
                        .append(",S")
                        .append(group)
                        .append(",1\n");
            }
        }
        Page page = open(browser.page(), run(rows.toString()));

        assertThat(page.locator("#groups-count")).hasText("10,000 groups, the first 200 are shown");
        assertThat(page.locator("#group-rows tr")).hasCount(200);
        page.locator("#groups-more").click();
        assertThat(page.locator("#group-rows tr")).hasCount(400);
        assertThat(page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("S200").setExact(true)))
                .isFocused();
        sort(page, "Group");
        assertThat(page.locator("#group-rows tr")).hasCount(200);
        assertThat(names(page).get(0)).isEqualTo("S9999");
        page.locator("#groups-filter").fill("s77");
        assertThat(page.locator("#groups-count")).hasText("111 of 10,000 groups");
        assertThat(page.locator("#group-rows tr")).hasCount(111);
        assertThat(page.locator("#groups-more")).isHidden();
    }

    @Test
    void shouldReportThatTheInputIsGone() throws IOException {
        Path input = inputs.roots().get(0).resolve("gone.csv");
        Files.writeString(input, "date,symbol,close\n" + THREE);
        String id = RestAssured.given()
                .contentType("application/json")
                .header("Prefer", "wait=30")
                .body("{\"input\": \"gone.csv\", \"config\": {\"window\": 2, \"group\": \"symbol\"}}")
                .post("/runs")
                .path("id");
        Files.delete(input);
        Page page = browser.page();
        page.navigate("/ui/runs/" + id);

        assertThat(page.locator("#no-plot")).containsText("gone");
        assertThat(page.locator("#groups-count")).hasText("3 groups");
        assertThat(page.locator(".canvas")).hasCount(0);
        assertThat(browser.problems()).allMatch(problem -> problem.contains("404"));
    }

    @Test
    void shouldHaveNoGroupsWithoutTheKey() {
        String id = RestAssured.given()
                .header("Prefer", "wait=30")
                .multiPart("file", "plain.csv", "close\n1\n2\n".getBytes(StandardCharsets.UTF_8))
                .multiPart("window", "1")
                .post("/runs")
                .path("id");
        Page page = open(browser.page(), id);

        assertThat(page.locator("#groups-section")).isHidden();
        assertThat(page.locator("#plot-title")).hasText("Plot");
        assertThat(link(page, "signals.csv")).hasCount(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void shouldHaveNoAxeViolations(ColorScheme colors) throws IOException {
        Page page = open(browser.page(colors), run(THREE));

        assertAccessible(page);
    }

    @Test
    void shouldFitAPhone() throws IOException {
        Page page = open(browser.phone(), run(THREE));

        assertThat((int) page.evaluate("document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
        assertAccessible(page);
    }

    private static String series(String name, int rows, int period) {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rows; row++) {
            text.append(LocalDate.of(2024, 1, 1).plusDays(row))
                    .append(',')
                    .append(name)
                    .append(',')
                    .append(100 + row % period)
                    .append('\n');
        }
        return text.toString();
    }

    private static String run(String rows) {
        return RestAssured.given()
                .header("Prefer", "wait=30")
                .multiPart("file", "three.csv", ("date,symbol,close\n" + rows).getBytes(StandardCharsets.UTF_8))
                .multiPart("window", "2")
                .multiPart("group", "symbol")
                .post("/runs")
                .path("id");
    }

    private static Page open(Page page, String id) {
        page.navigate("/ui/runs/" + id);
        waitForPlot(page);
        return page;
    }

    private static List<String> names(Page page) {
        return page.locator("#group-rows th").allTextContents();
    }

    private static Locator row(Page page, String name) {
        return page.locator("#group-rows tr[data-group='" + name + "']");
    }

    private static Locator chosen(Page page) {
        return page.locator("#group-rows [aria-pressed=true]");
    }

    private static Locator link(Page page, String name) {
        return page.locator("#files")
                .getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void sort(Page page, String column) {
        page.locator("#groups")
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(column).setExact(true))
                .click();
    }
}
