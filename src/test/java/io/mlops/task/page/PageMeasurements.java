package io.mlops.task.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Measures the page in a real Chromium; bench/page/run starts it and the service. */
final class PageMeasurements {
    private static final int OPENINGS = 9;
    /** Wheel steps from ten million rows to individual ones. */
    private static final int STEPS = 42;

    private static final int EVENT_MILLIS = 16;

    private final Browser browser;
    private final Map<String, List<?>> found = new LinkedHashMap<>();

    private PageMeasurements(Browser browser) {
        this.browser = browser;
    }

    /** Arguments: the service's address, and either the path of a run's page or "/". Prints JSON: milliseconds by name. */
    public static void main(String[] arguments) throws IOException {
        Path executable = Browser.installed()
                .orElseThrow(() -> new IllegalStateException("no Chromium on the PATH and none named by CHROMIUM"));
        try (Browser browser = Browser.open(executable, arguments[0])) {
            PageMeasurements measurements = new PageMeasurements(browser);
            measurements.found.put("browser", List.of(browser.version()));
            if (arguments[1].equals("/")) {
                measurements.ofTheList();
            } else {
                measurements.ofARun(arguments[1]);
            }
            measurements.found.put("problems", browser.problems());
            System.out.println(new ObjectMapper().writeValueAsString(measurements.found));
        }
    }

    private void ofARun(String path) throws IOException {
        openings("first plot", path);
        Page page = open(path);
        waitForPlot(page);
        BoundingBox plot = page.locator(".u-over").boundingBox();
        page.mouse().move(plot.x + plot.width / 2, plot.y + plot.height / 2);
        frames("zooming in with the wheel", page, () -> wheel(page, -100));
        awaitDrawn(page, "individual rows, after the last zoom step");
        frames("panning individual rows", page, () -> drag(page, plot, "Shift"));
        frames("zooming out with the wheel", page, () -> wheel(page, 100));
        awaitDrawn(page, "all rows, after the last zoom step");
        frames("selecting a range to zoom", page, () -> drag(page, plot, null));
        awaitDrawn(page, "the selected range, after the drag");
        frames("panning that range", page, () -> drag(page, plot, "Shift"));
        awaitDrawn(page, "its neighbouring range, after panning");
        frames("hovering", page, () -> hover(page, plot));
        found.put("100,000 points drawn", repeat(5, () -> page.evaluate("measure.draw(100000)")));
    }

    private void ofTheList() throws IOException {
        openings("list shown", "/");
        Page page = open("/");
        page.locator("#rows tr").first().waitFor();
        clicks(
                page,
                "filter",
                "[data-state=failed]",
                "[data-state='']",
                "[...document.querySelectorAll('#rows .state')]" + ".every(state => state.dataset.state === 'failed')",
                "document.querySelector('#rows [data-state=succeeded]')");
        for (String sort : List.of("value", "rows")) {
            String first = "document.querySelector('#rows tr a').href";
            clicks(
                    page,
                    "sort by " + sort,
                    "[data-sort=" + sort + "]",
                    "[data-sort=submitted]",
                    first + " !== newest",
                    first + " === newest");
        }
        clicks(
                page,
                "next page",
                "#next-page",
                "#first-page",
                "document.querySelector('#rows tr a').href !== newest",
                "document.querySelector('#rows tr a').href === newest");
        frames("scrolling", page, () -> {
            page.mouse().move(600, 500);
            for (int i = 0; i < 120; i++) {
                page.mouse().wheel(0, i / 30 % 2 == 0 ? 60 : -60);
                page.waitForTimeout(EVENT_MILLIS);
            }
        });
        frames("idle, with live updates", page, () -> page.waitForTimeout(5000));
    }

    private void openings(String name, String path) throws IOException {
        List<Object> seen = new ArrayList<>();
        for (int i = 0; i < OPENINGS; i++) {
            Page page = open(path);
            page.waitForCondition(() -> page.evaluate("measure.seen()") != null);
            seen.add(page.evaluate("measure.seen()"));
            page.context().close();
        }
        found.put(name, seen);
    }

    private void clicks(Page page, String name, String there, String back, String isThere, String isBack) {
        page.evaluate("window.newest = document.querySelector('#rows tr a').href");
        found.put(name, repeat(5, () -> {
            Object took = page.evaluate("measure.click(`" + there + "`, () => " + isThere + ")");
            page.evaluate("measure.click(`" + back + "`, () => " + isBack + ")");
            return took;
        }));
    }

    private void frames(String name, Page page, Runnable gesture) {
        page.evaluate("measure.begin()");
        gesture.run();
        found.put(name, (List<?>) page.evaluate("measure.end()"));
    }

    /** Measures until the range that was zoomed or panned to is drawn from its response. */
    private void awaitDrawn(Page page, String name) {
        found.put(
                name,
                List.of(page.evaluate("async () => { const began = performance.now();"
                        + " await new Promise(then => setTimeout(then, 125));"
                        + " while (document.querySelector('.canvas').dataset.drawn !== 'true') await new Promise(requestAnimationFrame);"
                        + " return performance.now() - began }")));
    }

    private Page open(String path) throws IOException {
        Page page = browser.page();
        try (InputStream script = PageMeasurements.class.getResourceAsStream("/measure.js")) {
            page.addInitScript(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
        page.navigate(path);
        return page;
    }

    private static void waitForPlot(Page page) {
        page.locator(".canvas[data-drawn=true]").waitFor();
        page.locator(".u-over").scrollIntoViewIfNeeded();
    }

    private static void wheel(Page page, int delta) {
        page.keyboard().down("Control");
        for (int i = 0; i < STEPS; i++) {
            page.mouse().wheel(0, delta);
            page.waitForTimeout(EVENT_MILLIS);
        }
        page.keyboard().up("Control");
    }

    private static void drag(Page page, BoundingBox plot, String key) {
        if (key != null) {
            page.keyboard().down(key);
        }
        page.mouse().move(plot.x + plot.width * 0.7, plot.y + plot.height / 2);
        page.mouse().down();
        for (int i = 0; i < 90; i++) {
            page.mouse().move(plot.x + plot.width * (0.7 - i * 0.005), plot.y + plot.height / 2);
            page.waitForTimeout(EVENT_MILLIS);
        }
        page.mouse().up();
        if (key != null) {
            page.keyboard().up(key);
        }
    }

    private static void hover(Page page, BoundingBox plot) {
        for (int i = 0; i < 120; i++) {
            page.mouse().move(plot.x + plot.width * i / 120, plot.y + plot.height / 2);
            page.waitForTimeout(EVENT_MILLIS);
        }
    }

    private static List<Object> repeat(int times, java.util.function.Supplier<Object> measured) {
        return IntStream.range(0, times).mapToObj(i -> measured.get()).toList();
    }
}
