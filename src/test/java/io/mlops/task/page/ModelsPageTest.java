package io.mlops.task.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.mlops.task.http.OwnFolders;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page of the models in a real Chromium; skipped where none is installed. */
@QuarkusTest
@TestProfile(OwnFolders.class)
class ModelsPageTest {
    private static final String HEAD = "seed: 42\nversion: v1\n";
    private static Browser browser;

    @TestHTTPResource("/")
    URL root;

    @BeforeEach
    void openBrowserAndTrain() {
        Optional<Path> installed = Browser.installed();
        assumeTrue(installed.isPresent(), "no Chromium on the PATH and none named by CHROMIUM: the page is not tested");
        if (browser == null) {
            String origin = root.toString();
            browser = Browser.open(installed.get(), origin.substring(0, origin.length() - 1));
            shouldSayHowToBegin();
            train("kinds: [linear_regression]");
            train("kinds: [gradient_boosting]\ngradient_boosting: {rounds: 20}");
        }
    }

    @AfterEach
    void shouldHaveSeenNoErrorNoOtherHostAndNothingAgainstThePolicy() {
        if (browser != null) {
            assertThat(browser.problems()).allMatch(problem -> problem.contains("404"));
        }
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
            browser = null;
        }
    }

    /** Before the first training; there is no way back to it. */
    private static void shouldSayHowToBegin() {
        Page page = browser.page();
        page.navigate("/ui/models");
        assertThat(page.locator("#begin")).containsText("There is no model yet");
    }

    @Test
    void shouldShowTheVersionsSideBySideWithTheBestMarked() {
        Page page = open(browser.page());
        assertThat(page.locator("#tiles")).containsText("Version");
        Locator rows = page.locator("#versions tr");
        assertThat(rows).hasCount(2);
        assertThat(rows.nth(0)).containsText("gradient boosting");
        assertThat(rows.nth(1)).containsText("linear regression");
        JsonPath model = RestAssured.get("/models/housing").jsonPath();
        int best = model.getDouble("versions[0].heldOut.rmse") < model.getDouble("versions[1].heldOut.rmse") ? 0 : 1;
        assertThat(rows.nth(best).locator(".rmse")).containsText("the best");
        assertThat(rows.nth(1 - best).locator(".rmse")).not().containsText("the best");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Run of version 1"))
                .click();
        assertThat(page.locator("h1")).containsText("housing.csv");
    }

    @Test
    void shouldPromoteAndRollBackWithAReasonThatStandsInTheHistory() {
        int champion = RestAssured.get("/models/housing").path("champion");
        int other = 3 - champion;
        Page page = open(browser.page());
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Promote version " + other))
                .click();
        assertThat(page.locator("#change-about")).containsText("in place of version " + champion);
        page.locator("#why").fill("to look <b>closer</b>");
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
    void shouldLeaveTheChampionWhereTheQuestionIsDeclined() {
        int champion = RestAssured.get("/models/housing").path("champion");
        Page page = open(browser.page());
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Promote version " + (3 - champion)))
                .click();
        page.keyboard().press("Escape");
        page.waitForTimeout(300);
        assertThat((int) RestAssured.get("/models/housing").path("champion")).isEqualTo(champion);
    }

    @Test
    void shouldBeUsableWithTheKeyboardAlone() {
        int champion = RestAssured.get("/models/housing").path("champion");
        int other = 3 - champion;
        Page page = open(browser.page());
        for (int i = 0; i < 60 && page.locator("[data-version]:focus").count() == 0; i++) {
            page.keyboard().press("Tab");
        }
        page.keyboard().press("Enter");
        page.keyboard().type("by hand");
        page.keyboard().press("Enter");
        assertThat(page.locator("#history li").first()).containsText("by hand");
        assertThat(page.locator("#tiles")).containsText("Version " + other);
        assertThat(page.locator("#announce")).hasText("Version " + other + " serves now");
        RestAssured.given().post("/models/housing/rollback");
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void shouldHaveNothingThatAxeFindsWrong(ColorScheme colors) throws IOException {
        Page page = open(browser.page(colors));
        assertAccessible(page);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("Promote version")))
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
