package io.mlops.task.page;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;

/** Takes the pictures of the README from a service that runs; src/test/scripts/screenshots starts both. */
final class Screenshots {
    private final Browser browser;
    private final Path folder;

    private Screenshots(Browser browser, Path folder) {
        this.browser = browser;
        this.folder = folder;
    }

    /** Arguments: the service's address, the folder for the pictures, the id of a run, and of another. */
    public static void main(String[] arguments) {
        Path executable = Browser.installed()
                .orElseThrow(() -> new IllegalStateException("no Chromium on the PATH and none named by CHROMIUM"));
        String run = arguments[2];
        String other = arguments[3];
        try (Browser browser = Browser.open(executable, arguments[0])) {
            Screenshots screenshots = new Screenshots(browser, Path.of(arguments[1]));
            screenshots.take("runs", browser.page(ColorScheme.LIGHT), "/");
            screenshots.takeSubmit();
            screenshots.take("run", browser.page(ColorScheme.LIGHT), "/ui/runs/" + run);
            screenshots.take("dark", browser.page(ColorScheme.DARK), "/ui/runs/" + run);
            screenshots.take("compare", browser.page(ColorScheme.LIGHT), "/ui/compare?ids=" + run + "," + other);
            screenshots.take("phone", browser.phone(), "/ui/runs/" + run);
        }
    }

    private void take(String name, Page page, String path) {
        page.navigate(path);
        page.locator("#rows tr, .canvas[data-drawn=true]").first().waitFor();
        page.waitForTimeout(500);
        save(name, page);
    }

    private void takeSubmit() {
        Page page = browser.page(ColorScheme.LIGHT);
        page.navigate("/");
        page.locator("#new-run").click();
        page.locator("#key-window").fill("0");
        page.locator("#key-window-problem").waitFor();
        page.waitForTimeout(300);
        save("submit", page);
    }

    private void save(String name, Page page) {
        page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve(name + ".png")));
    }
}
