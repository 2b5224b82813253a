package io.mlops.task.page;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;

/** Takes the screenshots of the README from a running service; src/test/scripts/screenshots starts both. */
final class Screenshots {
    private final Browser browser;
    private final Path directory;

    private Screenshots(Browser browser, Path directory) {
        this.browser = browser;
        this.directory = directory;
    }

    /**
     * Arguments: the service's address, the directory for the screenshots, the ids of a run, another run, a failed one, one
     * with groups, a training and predictions; without the ids, the pages before the first run.
     */
    public static void main(String[] arguments) {
        Path executable = Browser.installed()
                .orElseThrow(() -> new IllegalStateException("no Chromium on the PATH and none named by CHROMIUM"));
        if (arguments.length == 2) {
            takeStartPages(executable, arguments[0], Path.of(arguments[1]));
            return;
        }
        String run = "/ui/runs/" + arguments[2];
        String failed = "/ui/runs/" + arguments[4];
        String groups = "/ui/runs/" + arguments[5];
        String training = "/ui/runs/" + arguments[6];
        String predictions = "/ui/runs/" + arguments[7];
        String compare = "/ui/compare?ids=" + arguments[2] + "," + arguments[3];
        try (Browser browser = Browser.open(executable, arguments[0])) {
            Screenshots screenshots = new Screenshots(browser, Path.of(arguments[1]));
            for (ColorScheme colors : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                String suffix = colors == ColorScheme.DARK ? "-dark" : "";
                screenshots.take("runs" + suffix, browser.page(colors), "/");
                screenshots.takeSubmit("submit" + suffix, browser.page(colors));
                screenshots.take("run" + suffix, browser.page(colors), run);
                screenshots.take("groups" + suffix, browser.page(colors), groups);
                screenshots.take("failed" + suffix, browser.page(colors), failed);
                screenshots.take("compare" + suffix, browser.page(colors), compare);
                screenshots.take("models" + suffix, browser.page(colors), "/ui/models");
                screenshots.take("training" + suffix, browser.page(colors), training);
                screenshots.take("predictions" + suffix, browser.page(colors), predictions);
            }
            screenshots.take("runs-phone", browser.phone(), "/");
            screenshots.takeSubmit("submit-phone", browser.phone());
            screenshots.take("run-phone", browser.phone(), run);
            screenshots.take("groups-phone", browser.phone(), groups);
            screenshots.take("failed-phone", browser.phone(), failed);
            screenshots.take("compare-phone", browser.phone(), compare);
            screenshots.take("models-phone", browser.phone(), "/ui/models");
            screenshots.take("training-phone", browser.phone(), training);
            screenshots.take("predictions-phone", browser.phone(), predictions);
        }
    }

    private static void takeStartPages(Path executable, String url, Path directory) {
        try (Browser browser = Browser.open(executable, url)) {
            Screenshots screenshots = new Screenshots(browser, directory);
            screenshots.take("begin", browser.page(ColorScheme.LIGHT), "/");
            screenshots.take("start-dark", browser.page(ColorScheme.DARK), "/");
            screenshots.take("start-phone", browser.phone(), "/");
            screenshots.take("models-begin", browser.page(ColorScheme.LIGHT), "/ui/models");
            screenshots.take("models-start-phone", browser.phone(), "/ui/models");
        }
    }

    private void take(String name, Page page, String path) {
        page.navigate(path);
        page.locator("#rows tr, .canvas[data-drawn=true], #versions tr, #log[data-complete=true], #start:visible")
                .first()
                .waitFor();
        page.waitForTimeout(500);
        save(name, page);
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(directory.resolve(name + "-whole.png"))
                .setFullPage(true));
        page.context().close();
    }

    private void takeSubmit(String name, Page page) {
        page.navigate("/");
        page.locator("#new-run").click();
        page.locator("#key-window").fill("0");
        page.locator("#key-window-problem").waitFor();
        page.waitForTimeout(300);
        save(name, page);
        page.context().close();
    }

    private void save(String name, Page page) {
        page.screenshot(new Page.ScreenshotOptions().setPath(directory.resolve(name + ".png")));
    }
}
