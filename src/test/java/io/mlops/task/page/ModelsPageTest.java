package io.mlops.task.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.mlops.task.http.HousingVersions;
import io.mlops.task.http.Service;
import io.mlops.task.profile.DefaultsProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The models page in a real Chromium. */
@QuarkusTest
@TestProfile(DefaultsProfile.class)
class ModelsPageTest extends PageFixture {
    private static final String NONE_TRAINED = "[{\"name\":\"housing\",\"versions\":0,\"href\":\"/models/housing\"}]";

    private int linear;
    private int boosted;

    @BeforeEach
    void train() {
        HousingVersions versions = HousingVersions.boostedIsChampion();
        linear = versions.linear();
        boosted = versions.boosted();
    }

    /** {@code AuditTest} checks that this is the response before the first training. */
    @Test
    void shouldExplainHowToStart() throws IOException {
        Page page = browser.page();
        page.route(
                Pattern.compile(".*:\\d+/models"),
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody(NONE_TRAINED)));
        page.navigate("/ui/models");
        assertThat(page.locator("#start")).containsText("There is no model yet");
        assertAccessible(page);
    }

    @Test
    void shouldShowTheVersionsSideBySideWithTheBestMarked() {
        Page page = open(browser.page());
        assertThat(page.locator("#tiles")).containsText("Version");
        JsonPath model = RestAssured.get("/models/housing").jsonPath();
        List<Integer> versions = model.getList("versions.version");
        List<Float> errors = model.getList("versions.heldOut.rmse");
        Locator rows = page.locator("#versions tr:not(.refusal)");
        assertThat(rows).hasCount(versions.size());
        Locator linearRow = rows.nth(versions.indexOf(linear));
        Locator boostedRow = rows.nth(versions.indexOf(boosted));
        assertThat(linearRow).containsText("linear regression");
        assertThat(boostedRow).containsText("gradient boosting");
        boolean linearIsBetter = errors.get(versions.indexOf(linear)) < errors.get(versions.indexOf(boosted));
        assertThat((linearIsBetter ? linearRow : boostedRow).locator(".rmse")).containsText("the best");
        assertThat((linearIsBetter ? boostedRow : linearRow).locator(".rmse"))
                .not()
                .containsText("the best");
        page.getByRole(AriaRole.LINK, exactly("Run of version " + linear)).click();
        assertThat(page.locator("h1")).containsText("housing.csv");
    }

    @Test
    void shouldDrawTheDriftOfEachColumn() throws IOException {
        Page page = open(browser.page());
        ask(250);
        page.reload();
        assertThat(page.locator("#drift .column")).hasCount(9);
        Locator income = page.locator("#drift .column").first();
        assertThat(income).containsText("MedInc");
        assertThat(income.locator(".state")).hasText("alert");
        assertThat(page.locator("#drift-text")).containsText("differ strongly from the training data");
        assertThat(page.locator("#tiles")).containsText("alert");
        Locator chart = page.getByRole(
                AriaRole.IMG, new Page.GetByRoleOptions().setName(Pattern.compile("Distribution of MedInc: .*")));
        assertThat(chart.locator("rect.reference")).hasCount(20);
        assertThat(chart.locator("rect.recent")).hasCount(20);
        Number highest = (Number) chart.evaluate("svg => Math.max(...[...svg.querySelectorAll('rect.recent')]"
                + ".map(bar => bar.getBoundingClientRect().height))");
        assertThat(highest.doubleValue()).isGreaterThan(50);
        assertAccessible(page);
    }

    @Test
    void shouldRetrainByRequest() {
        Page page = open(browser.page());
        page.locator("#retrain").click();
        page.waitForURL(Pattern.compile(".*/ui/runs/[0-9a-f-]{36}"));
        assertThat(page.locator("#state"))
                .hasText("succeeded", new LocatorAssertions.HasTextOptions().setTimeout(60_000));
    }

    @Test
    void shouldPromoteAndRollBackWithAReasonInTheHistory() {
        Page page = open(browser.page());
        page.getByRole(AriaRole.BUTTON, exactly("Promote version " + linear)).click();
        assertThat(page.locator("#change-about")).containsText("It replaces version " + boosted);
        String reason = RestAssured.get("/models/housing/versions/" + linear).path("refusal.reason");
        assertThat(page.locator("#versions [data-of='" + linear + "']")).hasText("rejected " + reason);
        assertThat(page.locator("#change-refusal")).hasText("The gate has rejected it: " + reason);
        page.locator("#change-go").click();
        assertThat(page.locator("#change")).isVisible();
        page.locator("#reason").fill("to look <b>closer</b>");
        page.locator("#change-go").click();

        assertThat(page.locator("#tiles")).containsText("Version " + linear);
        assertThat(page.locator("#history li").first()).containsText("Version " + linear + " promoted");
        assertThat(page.locator("#history li").first()).containsText("to look <b>closer</b>");
        assertThat(page.locator("#history li").first()).containsText("The gate had rejected it: " + reason);
        assertThat((int) RestAssured.get("/models/housing").path("champion")).isEqualTo(linear);

        assertThat(page.locator("#rollback")).hasText("Roll back to version " + boosted);
        page.locator("#rollback").click();
        assertThat(page.locator("#change-question")).hasText("Roll back to version " + boosted + "?");
        assertThat(page.locator("#change-about")).containsText("Version " + boosted + " became the champion");
        page.locator("#change-go").click();
        assertThat(page.locator("#tiles")).containsText("Version " + boosted);
        assertThat((int) RestAssured.get("/models/housing").path("champion")).isEqualTo(boosted);
    }

    @Test
    void shouldNotChangeTheChampionIfTheQuestionIsDeclined() {
        Page page = open(browser.page());
        page.getByRole(AriaRole.BUTTON, exactly("Promote version " + linear)).click();
        page.keyboard().press("Escape");
        page.waitForTimeout(300);
        assertThat((int) RestAssured.get("/models/housing").path("champion")).isEqualTo(boosted);
    }

    @Test
    void shouldBeUsableWithTheKeyboardAlone() {
        Page page = open(browser.page());
        Locator focused = page.locator("[data-version='" + linear + "']:focus");
        for (int i = 0; i < 200 && focused.count() == 0; i++) {
            page.keyboard().press("Tab");
        }
        page.keyboard().press("Enter");
        page.keyboard().type("by hand");
        page.keyboard().press("Enter");
        assertThat(page.locator("#history li").first()).containsText("by hand");
        assertThat(page.locator("#tiles")).containsText("Version " + linear);
        assertThat(page.locator("#announce")).hasText("Version " + linear + " is the champion now");
        RestAssured.given().post("/models/housing/rollback");
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void shouldHaveNoAxeViolations(ColorScheme colors) throws IOException {
        Page page = open(browser.page(colors));
        assertAccessible(page);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("Promote version")))
                .first()
                .click();
        assertAccessible(page);
    }

    @Test
    void shouldFitAPhone() throws IOException {
        Page page = open(browser.phone());
        assertThat((int) page.evaluate("document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
        assertAccessible(page);
    }

    @Test
    void shouldShowTheCandidatesAndThePlotsOfATraining() throws IOException {
        JsonPath run = training();
        JsonPath metrics = RestAssured.get(run.getString("links.metrics")).jsonPath();
        JsonPath candidates = RestAssured.get(run.getString("links.artifacts") + "/candidates.json")
                .jsonPath();
        String best = metrics.getString("best_model");
        String other = best.equals("linear_regression") ? "gradient_boosting" : "linear_regression";
        Page page = openRun(browser.page(), run);

        assertThat(page.locator("#candidate-rows tr")).hasCount(3);
        Locator bestRow = page.locator("#candidate-rows tr:has(.state)");
        assertThat(bestRow.locator("button")).hasText(words(best));
        assertThat(bestRow).containsText("%.4f".formatted(metrics.getDouble("rmse")));
        assertThat(page.locator("#training-about"))
                .containsText("Registered as version " + metrics.getInt("model_version") + ", not the champion: "
                        + metrics.getString("promotion_reason"));
        assertThat(page.locator("#training-about a")).hasAttribute("href", "/ui/models");

        List<Float> coverage = metrics.getList("interval_coverage_by_price.coverage");
        assertThat(coverage).hasSize(5);
        assertThat(page.locator("#coverage > div")).hasCount(6);
        assertThat(page.locator("#coverage > div").last()).containsText("%.1f %%".formatted(100 * coverage.get(4)));

        assertDrawn(page, candidates, best);
        page.getByRole(AriaRole.BUTTON, exactly(words(other))).click();
        assertThat(page.locator("#plots-title")).hasText("Plots of " + words(other));
        assertDrawn(page, candidates, other);
        assertAccessible(page);
    }

    /** The plots have a mark for each number in the artifact. */
    private static void assertDrawn(Page page, JsonPath candidates, String name) {
        String plots = "find { it.name == '" + name + "' }.plots.";
        Locator figures = page.locator("#plots figure");
        assertThat(figures).hasCount(4);
        assertThat(figures.nth(0).locator("circle"))
                .hasCount(candidates.getList(plots + "points").size());
        List<Integer> counts = candidates.getList(plots + "residuals.counts");
        assertThat(figures.nth(1).locator("rect")).hasCount(counts.size());
        List<Double> heights = ((List<?>) figures.nth(1)
                        .locator("rect")
                        .evaluateAll("bars => bars.map(bar => Number(bar.getAttribute('height')))"))
                .stream().map(height -> ((Number) height).doubleValue()).toList();
        int mode = counts.indexOf(Collections.max(counts));
        for (int bin = 0; bin < counts.size(); bin++) {
            assertThat(heights.get(bin) / heights.get(mode))
                    .isCloseTo((double) counts.get(bin) / counts.get(mode), within(0.01));
        }
        assertThat(figures.nth(2).locator("rect")).hasCount(8);
        assertThat(figures.nth(3).locator("circle.held-out"))
                .hasCount(candidates.getList(plots + "learningCurve.steps").size());
    }

    @Test
    void shouldLinkTheArtifactsOfATrainingAndOfPredictions() {
        Page page = openRun(browser.page(), training());
        for (String name : List.of("card.md", "plots.json", "candidates.json", "train.csv", "held-out.csv")) {
            assertThat(page.locator("#files a[download='" + name + "']")).hasCount(1);
        }

        JsonPath predictions = Service.ended(RestAssured.given()
                .contentType("application/json")
                .body("{\"input\": \"housing.csv\", \"pipeline\": \"housing-predict\"}"));
        openRun(page, predictions);
        for (String name : List.of("predictions.csv", "errors.csv")) {
            String href = page.locator("#files a[download='" + name + "']").getAttribute("href");
            RestAssured.get(href).then().statusCode(200).contentType("text/csv");
        }
        assertThat(page.locator("#tiles")).containsText("predicted byversion " + boosted);
        assertThat(page.locator("#training")).isHidden();
    }

    @Test
    void shouldNotPrintKeysOverTheirValues() {
        Page page = openRun(browser.page(), training());
        for (int width : new int[] {320, 390, 700, 900, 1000, 1280, 1600}) {
            page.setViewportSize(width, 900);
            assertThat((List<?>) page.evaluate("""
                            () => [...document.querySelectorAll('.facts > div')].filter(fact => {
                              const [key, value] = [...fact.children].map(child => {
                                const range = document.createRange()
                                range.selectNodeContents(child)
                                return range.getBoundingClientRect()
                              })
                              return key.right > value.left && key.bottom > value.top + 1
                            }).map(fact => fact.textContent)""")).as("width %d", width).isEmpty();
            assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
                    .isLessThanOrEqualTo(width);
        }
    }

    @Test
    void shouldShowATrainingInTheDarkAndOnAPhone() throws IOException {
        JsonPath run = training();
        assertAccessible(openRun(browser.page(ColorScheme.DARK), run));
        Page phone = openRun(browser.phone(), run);
        assertThat((int) phone.evaluate("document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
        assertAccessible(phone);
    }

    /** A training of two algorithms; the same one for all tests. */
    private static JsonPath training() {
        String find = "/runs?state=succeeded&label.page=training";
        if (RestAssured.get(find).jsonPath().getList("runs").isEmpty()) {
            Service.ended(RestAssured.given()
                    .contentType("application/json")
                    .body(
                            "{\"input\": \"housing.csv\", \"pipeline\": \"housing\", \"labels\": {\"page\": \"training\"}, "
                                    + "\"config\": {\"algorithms\": [\"linear_regression\", \"gradient_boosting\", "
                                    + "\"support_vector_regression\"], \"gradient_boosting\": {\"rounds\": 20}, "
                                    + "\"support_vector_regression\": {\"C\": [0.5, 1]}}}"));
        }
        return RestAssured.get(RestAssured.get(find).jsonPath().getString("runs[0].links.self"))
                .jsonPath();
    }

    private static Page openRun(Page page, JsonPath run) {
        page.navigate("/ui/runs/" + run.getString("id"));
        page.locator("#log[data-complete=true]").waitFor();
        page.locator("#files a[download='errors.csv'], #plots figure").first().waitFor();
        return page;
    }

    private static String words(String name) {
        return name.replace('_', ' ');
    }

    private static Page open(Page page) {
        page.navigate("/");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Models"))
                .click();
        page.locator("#versions tr").first().waitFor();
        return page;
    }

    /** Repeats the same block group with a high income. */
    private static void ask(int times) {
        String house = "{\"MedInc\": 14, \"HouseAge\": 30, \"AveRooms\": 5.5, \"AveBedrms\": 1.05, "
                + "\"Population\": 1200, \"AveOccup\": 2.8, \"Latitude\": 34.1, \"Longitude\": -118.2}";
        RestAssured.given()
                .contentType("application/json")
                .body("[" + String.join(",", Collections.nCopies(times, house)) + "]")
                .post("/predict")
                .then()
                .statusCode(200);
    }

    private static Page.GetByRoleOptions exactly(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }
}
