package io.mlops.task.page;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A real Chromium that records everything that should not happen in it. */
final class Browser implements AutoCloseable {
    private static final List<String> ARGUMENTS =
            List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run");
    static final int TIMEOUT_MILLIS = 20_000;

    private final String origin;
    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final List<String> problems = new CopyOnWriteArrayList<>();

    private Browser(String origin, Playwright playwright, com.microsoft.playwright.Browser chromium) {
        this.origin = origin;
        this.playwright = playwright;
        this.chromium = chromium;
    }

    /** The installed browser: the value of CHROMIUM, or a common name on the PATH. */
    static Optional<Path> installed() {
        String named = System.getenv("CHROMIUM");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        List<String> names = List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(directory -> names.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** @param origin the service's address; a request to any other is a problem */
    static Browser open(Path executable, String origin) {
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        BrowserType.LaunchOptions options = new BrowserType.LaunchOptions()
                .setExecutablePath(executable)
                .setHeadless(true)
                .setArgs(ARGUMENTS);
        return new Browser(origin, playwright, playwright.chromium().launch(options));
    }

    Page page() {
        return page(new com.microsoft.playwright.Browser.NewContextOptions().setViewportSize(1280, 900));
    }

    Page page(ColorScheme colors) {
        return page(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(1280, 900)
                .setColorScheme(colors));
    }

    Page phone() {
        return page(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(390, 844)
                .setDeviceScaleFactor(2)
                .setIsMobile(true)
                .setHasTouch(true));
    }

    private Page page(com.microsoft.playwright.Browser.NewContextOptions options) {
        BrowserContext context = chromium.newContext(options.setBaseURL(origin));
        context.setDefaultTimeout(TIMEOUT_MILLIS);
        context.addInitScript(
                "addEventListener('securitypolicyviolation', e => console.error('CSP ' + e.violatedDirective))");
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                problems.add("console: " + message.text() + " " + message.location());
            }
        });
        page.onPageError(error -> problems.add("error: " + error));
        page.onRequest(request -> {
            if (!request.url().startsWith(origin)) {
                problems.add("request to another host: " + request.url());
            }
        });
        return page;
    }

    String version() {
        return chromium.version();
    }

    /** Returns the recorded problems since the last call. */
    List<String> problems() {
        List<String> happened = List.copyOf(problems);
        problems.clear();
        return happened;
    }

    /** Returns the violations that axe-core finds on the current page: rule, element, reason. */
    static List<?> violations(Page page) throws IOException {
        try (InputStream axe = Browser.class.getResourceAsStream("/axe.min.js")) {
            page.evaluate(new String(axe.readAllBytes(), StandardCharsets.UTF_8) + "; 0");
        }
        return (List<?>) page.evaluate("() => axe.run().then(result => result.violations.flatMap(rule =>"
                + " rule.nodes.map(node => `${rule.impact} ${rule.id}: ${node.html} ${node.failureSummary}`)))");
    }

    void closePages() {
        List.copyOf(chromium.contexts()).forEach(BrowserContext::close);
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
