package io.mlops.task.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.mlops.task.http.TemporaryDataProfile;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The models page in a real Chromium; skipped if none is installed. */
@QuarkusTest
@TestProfile(TemporaryDataProfile.class)
class ModelsPageTest {
    private static final String HEAD = "seed: 42\nversion: v1\n";
    private static Browser browser;

    @TestHTTPResource("/")
    URL root;

    @BeforeEach
    void openBrowserAndTrain() throws IOException {
        Optional<Path> installed = Browser.installed();
        assumeTrue(installed.isPresent(), "no Chromium on the PATH and none named by CHROMIUM: the page is not tested");
        if (browser == null) {
            String origin = root.toString();
            browser = Browser.open(installed.get(), origin.substring(0, origin.length() - 1));
            shouldExplainHowToStart();
            train("algorithms: [linear_regression]");
            train("algorithms: [gradient_boosting]\ngradient_boosting: {rounds: 20}");
        }
    }

    @AfterEach
    void shouldHaveNoErrorsOtherHostsOrPolicyViolations() {
        if (browser != null) {
            assertThat(browser.problems()).isEmpty();
        }
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
            browser = null;
        }
    }

    /** Runs before the first training, which cannot be undone. */
    private static void shouldExplainHowToStart() throws IOException {
        Page page = browser.page();
        page.navigate("/ui/models");
        assertThat(page.locator("#start")).containsText("There is no model yet");
        assertAccessible(page);
    }

    @Test
    void shouldShowTheVersionsSideBySideWithTheBestMarked() {
        Page page = open(browser.page());
        assertThat(page.locator("#tiles")).containsText("Version");
        List<Float> errors = RestAssured.get("/models/housing").path("versions.heldOut.rmse");
        Locator rows = page.locator("#versions tr");
        assertThat(rows).hasCount(errors.size());
        assertThat(rows.last()).containsText("linear regression");
        int best = errors.indexOf(Collections.min(errors));
        assertThat(rows.nth(best).locator(".rmse")).containsText("the best");
        assertThat(rows.nth(best == 0 ? 1 : 0).locator(".rmse")).not().containsText("the best");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Run of version 1"))
                .click();
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
        int champion = RestAssured.get("/models/housing").path("champion");
        int other = champion == 1 ? 2 : 1;
        Page page = open(browser.page());
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Promote version " + other))
                .click();
        assertThat(page.locator("#change-about")).containsText("It replaces version " + champion);
        page.locator("#reason").fill("to look <b>closer</b>");
        page.locator("#change-go").click();

        assertThat(page.locator("#tiles")).containsText("Version " + other);
        assertThat(page.locator("#history li").first()).containsText("Version " + other + " promoted");
        assertThat(page.locator("#history li").first()).containsText("to look <b>closer</b>");
        assertThat((int) RestAssured.get("/models/housing").path("champion")).isEqualTo(other);

        page.locator("#rollback").click();
        page.locator("#change-go").click();
        assertThat(page.locator("#tiles")).containsText("Version " + champion);
        assertThat((int) RestAssured.get("/models/housing").path("champion")).isEqualTo(champion);
    }

    @Test
    void shouldNotChangeTheChampionIfTheQuestionIsDeclined() {
        int champion = RestAssured.get("/models/housing").path("champion");
        Page page = open(browser.page());
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Promote version " + (champion == 1 ? 2 : 1)))
                .click();
        page.keyboard().press("Escape");
        page.waitForTimeout(300);
        assertThat((int) RestAssured.get("/models/housing").path("champion")).isEqualTo(champion);
    }

    @Test
    void shouldBeUsableWithTheKeyboardAlone() {
        int champion = RestAssured.get("/models/housing").path("champion");
        int other = champion == 1 ? 2 : 1;
        Page page = open(browser.page());
        Locator focused = page.locator("[data-version='" + other + "']:focus");
        for (int i = 0; i < 60 && focused.count() == 0; i++) {
            page.keyboard().press("Tab");
        }
        page.keyboard().press("Enter");
        page.keyboard().type("by hand");
        page.keyboard().press("Enter");
        assertThat(page.locator("#history li").first()).containsText("by hand");
        assertThat(page.locator("#tiles")).containsText("Version " + other);
        assertThat(page.locator("#announce")).hasText("Version " + other + " is the champion now");
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

    private static Page open(Page page) {
        page.navigate("/");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Models"))
                .click();
        page.locator("#versions tr").first().waitFor();
        return page;
    }

    private static void assertAccessible(Page page) throws IOException {
        List<?> violations = Browser.violations(page);
        assertThat(violations).isEmpty();
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

    private static void train(String config) {
        String state = RestAssured.given()
                .header("Prefer", "wait=60")
                .multiPart("file", new File("sample-data/housing.csv"))
                .multiPart("config", "housing.yaml", (HEAD + config).getBytes(StandardCharsets.UTF_8))
                .multiPart("pipeline", "housing")
                .post("/runs")
                .path("state");
        assertThat(state).isEqualTo("succeeded");
    }
}
