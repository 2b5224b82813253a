package io.mlops.task.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.mlops.task.http.HousingVersions;
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
        Locator rows = page.locator("#versions tr");
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
        assertThat(page.locator("#versions .gate")).containsText(new String[] {reason});
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
