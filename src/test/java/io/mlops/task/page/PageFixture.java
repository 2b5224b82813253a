package io.mlops.task.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.BoundingBox;
import io.quarkus.test.common.http.TestHTTPResource;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One Chromium for all tests of pages, with pages of its own for each; skipped if none is installed. */
abstract class PageFixture {
    static Browser browser;

    @TestHTTPResource("/")
    URL root;

    @BeforeEach
    void openBrowser() {
        Optional<Path> installed = Browser.installed();
        assumeTrue(installed.isPresent(), "no Chromium on the PATH and none named by CHROMIUM: the page is not tested");
        if (browser == null) {
            String origin = root.toString();
            browser = Browser.open(installed.get(), origin.substring(0, origin.length() - 1));
            PlaywrightAssertions.setDefaultAssertionTimeout(Browser.TIMEOUT_MILLIS);
            Runtime.getRuntime().addShutdownHook(new Thread(browser::close));
        }
    }

    @AfterEach
    void shouldHaveNoErrorsOtherHostsOrPolicyViolations() {
        if (browser != null) {
            assertThat(browser.problems()).isEmpty();
            browser.closePages();
        }
    }

    static void waitForPlot(Page page) {
        page.waitForTimeout(200);
        page.locator(".canvas[data-drawn=true]").waitFor();
    }

    static void drag(Page page, double from, double to) {
        BoundingBox box = page.locator(".u-over").boundingBox();
        page.mouse().move(box.x + box.width * from, box.y + 50);
        page.mouse().down();
        page.mouse().move(box.x + box.width * to, box.y + 60);
        page.mouse().up();
    }

    static void assertAccessible(Page page) throws IOException {
        assertThat(Browser.violations(page)).as(page.url()).isEmpty();
    }

    /** @param share of the plot's width */
    static void hover(Page page, double share) {
        BoundingBox box = page.locator(".u-over").boundingBox();
        page.mouse().move(box.x + (box.width - 1) * share, box.y + box.height / 2);
    }
}
