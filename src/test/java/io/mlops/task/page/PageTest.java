package io.mlops.task.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.JSHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import io.mlops.task.profile.DefaultsProfile;
import io.mlops.task.submission.InputDirectories;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pages of runs in a real Chromium. */
@QuarkusTest
@TestProfile(DefaultsProfile.class)
class PageTest extends PageFixture {
    private static final Pattern RUN = Pattern.compile(".*/ui/runs/[0-9a-f-]{36}");
    private static final int SLOW_PARTS = 800;

    @Inject
    InputDirectories inputs;

    @Test
    void shouldRunAFileThatIsDropped() {
        Page page = browser.page();
        page.navigate("/");

        drop(page, "dropped.csv", "'close\\n1\\n2\\n3\\n0\\n9\\n1\\n'");
        assertThat(page.locator("#chosen")).containsText("dropped.csv");
        page.locator("#key-window").fill("3");
        page.locator("#submit-go").click();

        page.waitForURL(RUN);
        assertThat(page.locator("h1")).containsText("dropped.csv");
        assertThat(page.locator("#tiles")).containsText("0.3333");
        assertThat(page.locator("#config")).containsText("window3");
    }

    @Test
    void shouldShowTheProgressOfAnUploadAndCancelIt() {
        Page page = browser.page();
        page.navigate("/");
        drop(page, "slow.csv", "'close\\n' + '1\\n'.repeat(3000000)");
        throttleUploads(page, 500_000);

        page.locator("#submit-go").click();
        assertThat(page.locator("#upload-text")).containsText(Pattern.compile("\\d\\s?% of"));
        assertThat(((Number) page.locator("#upload-bar").evaluate("bar => bar.value")).doubleValue())
                .isBetween(0.0, 0.99);
        page.locator("#submit-stop").click();
        assertThat(page.locator("#submit-problem")).hasText("The upload was cancelled");
        assertThat(page.locator("#upload")).isHidden();
    }

    @Test
    void shouldShowARunWithItsPlotAndItsCompleteLog() {
        Page page = browser.page();
        submitSample(page);

        assertThat(page.locator("#log")).hasAttribute("data-complete", "true");
        assertThat(page.locator("#log")).containsText("Job started");
        assertThat(page.locator("#log")).containsText("Job completed successfully");
        assertThat(page.locator("#state")).hasText("succeeded");
        assertThat(page.locator("#tiles")).containsText("10,000");
        waitForPlot(page);
        assertThat(colours(page)).isGreaterThan(3);
        assertThat(page.locator("#files a")).hasCount(5);
    }

    @Test
    void shouldShowIndividualRowsWhenThePlotIsZoomed() {
        Page page = browser.page();
        submitSample(page);
        waitForPlot(page);
        assertThat(page.locator(".readout")).containsText("a point represents");

        for (int i = 0; i < 2; i++) {
            drag(page, 0.50, 0.60);
            waitForPlot(page);
        }
        BoundingBox box = page.locator(".u-over").boundingBox();
        page.mouse().move(box.x + box.width / 2, box.y + box.height / 2);
        assertThat(page.locator(".readout"))
                .containsText(Pattern.compile(
                        "Row 5,\\d\\d\\d, 2025-01-04 \\d\\d:\\d\\d: close [\\d.]+, mean [\\d.]+, signal (on|off)"));

        page.getByRole(AriaRole.BUTTON, named("Show all rows")).click();
        waitForPlot(page);
        page.mouse().move(5, 5);
        assertThat(page.locator(".readout")).containsText("10,000 rows");
    }

    @Test
    void shouldSayTheRowUnderTheCursorAfterFinerPointsHaveCome() {
        Page page = browser.page();
        submitSample(page);
        waitForPlot(page);

        drag(page, 0.50, 0.52);
        waitForPlot(page);

        String said = page.locator(".readout").textContent();
        hover(page, 0.1);
        assertThat(page.locator(".readout")).not().hasText(said);
        BoundingBox box = page.locator(".u-over").boundingBox();
        page.mouse().move(box.x + box.width * 0.52, box.y + 60);
        assertThat(page.locator(".readout")).hasText(said);
    }

    @Test
    void shouldReportThatARerunIsIdentical() {
        Page page = browser.page();
        submitSample(page);
        String first = page.url();

        page.locator("#rerun").click();

        page.waitForURL(url -> RUN.matcher(url).matches() && !url.equals(first));
        assertThat(page.locator("#verdict")).containsText("Identical");
        page.locator("#verdict").getByText("Compare them").click();
        assertThat(page.locator("#verdict")).containsText("Identical");
    }

    @Test
    void shouldNotReportARerunAsDifferentIfThatIsUnknown() {
        String again = RestAssured.given()
                .header("Prefer", "wait=30")
                .post("/runs/" + sample(5) + "/rerun")
                .path("id");
        String run = RestAssured.given().get("/runs/" + again).asString();
        assertThat(run).contains("\"identical\":true,");
        Page page = browser.page();
        page.route(
                Pattern.compile(".*:\\d+/runs/" + again),
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody(run.replace("\"identical\":true,", ""))));

        page.navigate("/ui/runs/" + again);

        assertThat(page.locator("#verdict")).hasText("Rerun of another run.");
    }

    @Test
    void shouldCancelARunningRun() throws IOException {
        writeSlowInput(inputs.roots().get(0).resolve("slow.csv.gz"));
        Page page = browser.page();
        submit(page, "slow.csv.gz");
        assertThat(page.locator("#working-text")).containsText("rows/s");

        page.locator("#cancel").click();

        assertThat(page.locator("#state")).hasText("cancelled");
        assertThat(page.locator("#error")).not().isEmpty();
        assertThat(page.locator("#log")).hasAttribute("data-complete", "true");
    }

    @Test
    void shouldRetainFilterAndOrderInTheAddress() {
        Page page = browser.page();
        submitSample(page);
        page.navigate("/");

        page.getByRole(AriaRole.BUTTON, named("Succeeded")).click();
        page.getByRole(AriaRole.BUTTON, named("Duration")).click();
        assertThat(page).hasURL(Pattern.compile(".*\\?state=succeeded&sort=-duration"));
        page.reload();

        assertThat(page.getByRole(AriaRole.BUTTON, named("Succeeded"))).hasAttribute("aria-pressed", "true");
        assertThat(page.locator("th:has([data-sort=duration])")).hasAttribute("aria-sort", "descending");
        assertThat(page.locator("#rows .state").first()).hasText("succeeded");
        page.goBack();
        assertThat(page).hasURL(Pattern.compile(".*\\?state=succeeded"));
        page.locator("#states button")
                .filter(new Locator.FilterOptions().setHasText("Queued"))
                .click();
        assertThat(page.locator("#none")).isVisible();
    }

    @Test
    void shouldPinAndDeleteFromTheList() {
        String id = RestAssured.given()
                .header("Prefer", "wait=30")
                .multiPart("file", "mine.csv", "close\n1\n2\n".getBytes(StandardCharsets.UTF_8))
                .multiPart("window", "1")
                .post("/runs")
                .path("id");
        Page page = browser.page();
        page.navigate("/");
        Locator row = page.locator("#rows tr").filter(new Locator.FilterOptions().setHasText("mine.csv"));

        row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Pin"))
                .click();
        assertThat(row.locator("button[aria-pressed=true]")).isVisible();
        row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Delete"))
                .click();
        page.locator("#confirm-yes").click();

        assertThat(row).hasCount(0);
        RestAssured.given().get("/runs/" + id).then().statusCode(404);
    }

    @Test
    void shouldCompareWithTheDifferencesFirst() {
        String five = sample(5);
        String fifty = sample(50);
        Page page = browser.page();

        page.navigate("/ui/compare?ids=" + five + "," + fifty);

        waitForPlot(page);
        assertThat(page.locator("#different tbody tr").first()).containsText("metrics.value");
        assertThat(page.locator("#different")).containsText("config.window550");
        assertThat(page.locator("#same")).containsText("config.seed");
        assertThat(page.locator(".legend li")).hasCount(2);
        assertThat(colours(page)).isGreaterThan(3);
    }

    @Test
    void shouldNameWhoSubmittedAndCancelledARun() {
        String id = sample(5);
        Page page = browser.page();
        page.route(Pattern.compile(".*:\\d+/runs/" + id), route -> {
            String run = route.fetch().text();
            route.fulfill(new Route.FulfillOptions()
                    .setContentType("application/json")
                    .setBody("{\"submittedBy\": \"ann\", \"cancelledBy\": \"<b>bob\", \"labelledBy\": \"cleo\","
                            + run.substring(1)));
        });

        page.navigate("/ui/runs/" + id);

        assertThat(page.locator("#provenance")).containsText(Pattern.compile("submitted[^a-z]*.* by ann"));
        assertThat(page.locator("#provenance")).containsText("cancelled by<b>bob");
        assertThat(page.locator("#provenance")).containsText("by cleo");
    }

    @Test
    void shouldShowFactsWithSeveralPartsAndOmitUnknownOnes() {
        String id = sample(5);
        String comparison = "{'ids': [], 'identical': null, 'different': {}, 'same': {'metrics.split': {'seed': 42}}}";
        Page page = browser.page();
        page.route(
                Pattern.compile(".*/runs/compare\\?.*"),
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody(comparison.replace('\'', '"'))));

        page.navigate("/ui/compare?ids=" + id + "," + id);

        assertThat(page.locator("#same")).containsText("{\"seed\":42}");
        assertThat(page.locator("#verdict")).isHidden();
    }

    @Test
    void shouldCheckTheConfigurationWhileItIsTyped() {
        Page page = browser.page();
        page.navigate("/");
        page.locator("#new-run").click();
        assertThat(page.locator("#key-window")).hasValue("5");

        page.locator("#key-window").fill("0");
        assertThat(page.locator("#key-window-problem")).hasText("must be an integer, at least 1, was 0");
        assertThat(page.locator("#key-window")).hasAttribute("aria-invalid", "true");
        page.locator("#key-window").fill("20");
        assertThat(page.locator("#key-window-problem")).isEmpty();

        page.locator("#submit-go").click();
        assertThat(page.locator("#input-problem")).containsText("choose a file");
    }

    @Test
    void shouldSubmitAPipelineWhoseDefaultIsADescription() {
        Page page = browser.page();
        page.navigate("/");
        page.locator("#path option[value='ohlcv.csv']").waitFor(attached());
        page.locator("#new-run").click();
        page.locator("#pipeline").selectOption("housing-predict");
        assertThat(page.locator("#key-model_version")).hasAttribute("placeholder", "the champion");
        assertThat(page.locator("#key-model_version")).hasValue("");

        page.locator("#key-seed").fill("");
        page.locator("#path").selectOption("ohlcv.csv");
        page.locator("#submit-go").click();

        page.waitForURL(RUN);
        assertThat(page.locator("#config")).containsText("seed42");
        assertThat(page.locator("#config")).containsText("model_versionthe champion");
    }

    @Test
    void shouldCreateOneRunIfASubmissionIsSentAgainWithoutAResponse() {
        Page page = browser.page();
        page.navigate("/");
        page.locator("#path option[value='ohlcv.csv']").waitFor(attached());
        page.locator("#new-run").click();
        page.locator("#key-version").fill("unanswered");
        page.locator("#path").selectOption("ohlcv.csv");
        List<String> keys = new CopyOnWriteArrayList<>();
        page.route("**/runs", route -> {
            keys.add(route.request().headers().get("idempotency-key"));
            if (keys.size() == 1) {
                route.fetch();
                route.abort();
            } else {
                route.resume();
            }
        });
        page.locator("#submit-go").click();
        assertThat(page.locator("#submit-problem")).not().isEmpty();
        assertThat(browser.problems()).allMatch(problem -> problem.contains("ERR_FAILED"));

        page.locator("#submit-go").click();

        page.waitForURL(RUN);
        assertThat(keys).hasSize(2).doesNotContainNull();
        assertThat(keys.get(1)).isEqualTo(keys.get(0));
        List<String> versions = RestAssured.given().get("/runs").path("runs.config.version");
        assertThat(versions).containsOnlyOnce("unanswered");
    }

    @Test
    void shouldBeUsableWithTheKeyboardAlone() {
        Page page = browser.page();
        page.navigate("/");
        tabTo(page, "new-run");
        page.keyboard().press("Enter");
        tabTo(page, "path");
        page.keyboard().type("ohlcv");
        tabTo(page, "key-window");
        page.keyboard().press("ControlOrMeta+a");
        page.keyboard().type("20");
        page.keyboard().press("Enter");

        page.waitForURL(RUN);
        waitForPlot(page);
        assertThat(page.locator("#config")).containsText("window20");
        page.locator(".canvas").focus();
        page.keyboard().press("ArrowRight");
        assertThat(page.locator(".readout")).containsText("Rows 0 to");
        assertThat(page.locator(".readout")).hasAttribute("aria-live", "polite");
        for (int i = 0; i < 6; i++) {
            page.keyboard().press("+");
        }
        waitForPlot(page);
        page.keyboard().press("ArrowRight");
        assertThat(page.locator(".readout"))
                .containsText(Pattern.compile("^Row [\\d,]+, 2025-01-04 \\d\\d:\\d\\d: close"));
        page.keyboard().press("Shift+ArrowRight");
        page.keyboard().press("0");
        tabTo(page, "log");
    }

    @Test
    void shouldFillThePlotWhilePanning() {
        Page page = browser.page();
        submitSample(page);
        waitForPlot(page);
        drag(page, 0.30, 0.32);
        waitForPlot(page);
        AtomicInteger requests = new AtomicInteger();
        page.onRequest(request -> requests.addAndGet(request.url().contains("/series?") ? 1 : 0));

        BoundingBox box = page.locator(".u-over").boundingBox();
        page.keyboard().down("Shift");
        page.mouse().move(box.x + box.width - 5, box.y + 50);
        page.mouse().down();
        for (int i = 1; i <= 100; i++) {
            page.mouse().move(box.x + (box.width - 10) * (100 - i) / 100, box.y + 50);
            page.waitForTimeout(20);
        }
        assertThat(requests.get()).isPositive();
        page.mouse().up();
        page.keyboard().up("Shift");
        waitForPlot(page);
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void shouldHaveNoAxeViolations(ColorScheme colors) throws IOException {
        String five = sample(5);
        String fifty = sample(50);
        Page page = browser.page(colors);

        page.navigate("/");
        page.locator("#rows tr").first().waitFor();
        assertAccessible(page);
        page.locator("#new-run").click();
        page.locator("#key-window").fill("0");
        page.locator("#key-window-problem").waitFor();
        page.locator("#more summary").click();
        assertAccessible(page);
        page.navigate("/ui/runs/" + five);
        waitForPlot(page);
        assertAccessible(page);
        page.navigate("/ui/compare?ids=" + five + "," + fifty);
        waitForPlot(page);
        assertAccessible(page);
        page.navigate("/ui/runs/" + failed());
        assertThat(page.locator("#log")).hasAttribute("data-complete", "true");
        assertThat(page.locator("#error")).containsText("no column \"close\"");
        assertAccessible(page);
        page.navigate("/?state=queued");
        page.locator("#none").waitFor();
        assertAccessible(page);
        page.route(
                "**/runs?*",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody("{\"runs\": [], \"next\": null}")));
        page.navigate("/");
        assertThat(page.locator("#start")).containsText("Drop a CSV");
        assertAccessible(page);
    }

    @Test
    void shouldFitAPhone() throws IOException {
        String id = sample(5);
        Page page = browser.phone();
        for (String path : List.of("/", "/ui/runs/" + id, "/ui/compare?ids=" + id + "," + sample(9))) {
            page.navigate(path);
            page.locator("#rows tr, .canvas[data-drawn=true]").first().waitFor();
            assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
                    .as(path)
                    .isLessThanOrEqualTo(390);
            assertAccessible(page);
        }
    }

    @Test
    void shouldReportAnUnknownRun() throws IOException {
        Page page = browser.page();
        page.navigate("/ui/runs/none");
        assertThat(page.locator("h1")).hasText("No such run");
        assertAccessible(page);
        assertThat(browser.problems()).allMatch(problem -> problem.contains("404"));
    }

    private static void submitSample(Page page) {
        submit(page, "ohlcv.csv");
    }

    private static void submit(Page page, String input) {
        page.navigate("/");
        page.locator("#path option[value='" + input + "']").waitFor(attached());
        page.locator("#new-run").click();
        page.locator("#key-window").waitFor();
        page.locator("#path").selectOption(input);
        page.locator("#submit-go").click();
        page.waitForURL(RUN);
    }

    private static Locator.WaitForOptions attached() {
        return new Locator.WaitForOptions().setState(com.microsoft.playwright.options.WaitForSelectorState.ATTACHED);
    }

    private static String sample(int window) {
        return RestAssured.given()
                .contentType("application/json")
                .header("Prefer", "wait=30")
                .body("{\"input\": \"ohlcv.csv\", \"config\": {\"window\": " + window + "}}")
                .post("/runs")
                .path("id");
    }

    private static String failed() {
        return RestAssured.given()
                .header("Prefer", "wait=30")
                .multiPart("file", "open.csv", "open\n1\n".getBytes(StandardCharsets.UTF_8))
                .post("/runs")
                .path("id");
    }

    /** @param content an expression of JavaScript */
    private static void drop(Page page, String name, String content) {
        JSHandle dropped = page.evaluateHandle("() => { const data = new DataTransfer();" + " data.items.add(new File(["
                + content + "], '" + name + "')); return data }");
        page.dispatchEvent("body", "drop", Map.of("dataTransfer", dropped));
    }

    private static void throttleUploads(Page page, int bytesPerSecond) {
        JsonObject conditions = new JsonObject();
        conditions.addProperty("offline", false);
        conditions.addProperty("latency", 0);
        conditions.addProperty("downloadThroughput", -1);
        conditions.addProperty("uploadThroughput", bytesPerSecond);
        page.context().newCDPSession(page).send("Network.emulateNetworkConditions", conditions);
    }

    /** Returns how many colours the canvas has: one if nothing is drawn. */
    private static int colours(Page page) {
        return (int) page.evaluate("() => { const canvas = document.querySelector('.canvas canvas');"
                + " const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);"
                + " return new Set(new Uint32Array(data.buffer)).size }");
    }

    private static void tabTo(Page page, String id) {
        for (int i = 0; i < 60; i++) {
            if (id.equals(page.evaluate("document.activeElement.id"))) {
                return;
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError("#" + id + " cannot be reached with the Tab key");
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    /** Takes long to read but little space: several gzip members are one file. */
    private static void writeSlowInput(Path file) throws IOException {
        byte[] head = compressed("close\n");
        byte[] rows = compressed("1\n".repeat(1_000_000));
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(head);
            for (int i = 0; i < SLOW_PARTS; i++) {
                out.write(rows);
            }
        }
    }

    private static byte[] compressed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
