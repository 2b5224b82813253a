package io.mlops.task.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.mlops.task.profile.DefaultsProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The panel for a new run recognizes where a file is from. */
@QuarkusTest
@TestProfile(DefaultsProfile.class)
class SourcesPageTest extends PageFixture {
    private static final Pattern RUN = Pattern.compile(".*/ui/runs/[0-9a-f-]{36}");
    private static final String INVESTING = "\ufeff\"Date\",\"Price\",\"Open\",\"High\",\"Low\",\"Vol.\",\"Change %\"\n"
            + "\"Mar 02, 2020\",\"1,003.5\",\"1,002.0\",\"1,004.0\",\"1,001.0\",\"5.1K\",\"0.1%\"\n"
            + "\"Mar 01, 2020\",\"1,002.5\",\"1,001.0\",\"1,003.0\",\"1,000.0\",\"5.2K\",\"0.1%\"\n"
            + "\"Feb 29, 2020\",\"1,001.5\",\"1,000.0\",\"1,002.0\",\"999.0\",\"5.3K\",\"0.1%\"\n";
    private static final String PLAIN = "date,open,high,low,close,volume\n2024-01-01,1,2,1,2,9\n2024-01-02,2,3,2,3,9\n";
    private static final String TRADES = "1700000000000,1.0,2.0,0.5,1.5,10.0,1700000059999,15.0,3,5.0,7.5,0\n";
    private static final String FUTURES = "open_time,open,high,low,close,volume,close_time,quote_volume,count,"
            + "taker_buy_volume,taker_buy_quote_volume,ignore\n" + TRADES;

    @Test
    void shouldRunAFileWithTheConfigurationOfItsSource() {
        Page page = open();

        choose(page, "prices.csv", INVESTING.getBytes(UTF_8));
        assertThat(page.locator("#offer-text"))
                .hasText("This looks like a file of Investing.com: column = Price, thousands = \",\", order = time");
        assertThat(page.locator("#key-column")).hasValue("close");
        page.locator("#offer-use").click();
        assertThat(page.locator("#offer")).isHidden();
        assertThat(page.locator("#key-thousands")).hasValue(",");
        page.locator("#key-window").fill("2");
        page.locator("#submit-go").click();

        page.waitForURL(RUN);
        assertThat(page.locator("#state")).hasText("succeeded");
        assertThat(page.locator("#config")).containsText("columnPrice");
        assertThat(page.locator("#config")).containsText("thousands,");
        assertThat(page.locator("#config")).containsText("ordertime");
        assertThat(page.locator("#tiles")).containsText("0.6667");
    }

    @Test
    void shouldRunAFileWithoutAHeader() {
        Page page = open();

        choose(page, "BTCUSDT-1m.csv", (TRADES + TRADES.replace("170000", "170001")).getBytes(UTF_8));
        page.locator("#offer-use").click();
        page.locator("#submit-go").click();

        page.waitForURL(RUN);
        assertThat(page.locator("#state")).hasText("succeeded");
        assertThat(page.locator("#config")).containsText("headernone");
    }

    @Test
    void shouldWithdrawWhatWasAppliedForAnotherFile() {
        Page page = open();
        choose(page, "prices.csv", INVESTING.getBytes(UTF_8));
        page.locator("#offer-use").click();
        page.locator("#key-thousands").fill("'");

        choose(page, "plain.csv", PLAIN.getBytes(UTF_8));

        assertThat(page.locator("#key-column")).hasValue("close");
        assertThat(page.locator("#key-order")).hasValue("file");
        assertThat(page.locator("#key-thousands")).hasValue("'");
        assertThat(page.locator("#offer")).isHidden();
    }

    @Test
    void shouldOfferOnlyWhatThePipelineHas() {
        Page page = open();
        choose(page, "prices.csv", INVESTING.getBytes(UTF_8));
        page.locator("#offer").waitFor();

        page.locator("#pipeline").selectOption("housing");
        assertThat(page.locator("#offer")).isHidden();
        page.locator("#pipeline").selectOption("signal");
        assertThat(page.locator("#offer")).isVisible();
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void shouldHaveNoAxeViolations(ColorScheme colors) throws IOException {
        Page page = open(browser.page(colors));
        choose(page, "prices.csv", INVESTING.getBytes(UTF_8));
        page.locator("#offer").waitFor();

        assertThat(Browser.violations(page)).isEmpty();
    }

    @Test
    void shouldOfferNothingForAPlainFile() {
        Page page = open();

        assertThat(recognized(page, PLAIN.getBytes(UTF_8))).isEqualTo("null {}");
        choose(page, "plain.csv", PLAIN.getBytes(UTF_8));
        assertThat(page.locator("#chosen")).containsText("plain.csv");
        page.waitForTimeout(300);
        assertThat(page.locator("#offer")).isHidden();
    }

    @Test
    void shouldOfferTheOrderOfAnUnknownFile() {
        Page page = open();

        choose(page, "newest.csv", "Date;Last\n13.02.2024;2\n01.02.2024;3\n31.01.2024;4\n".getBytes(UTF_8));

        assertThat(page.locator("#offer-text")).hasText("The newest row is first: order = time");
    }

    @Test
    void shouldNotClaimAnOrderThatTheRowsDoNotHave() {
        Page page = open();
        String header = "Date,Close/Last,Volume,Open,High,Low\n";
        String newest = "01/02/2024,$2.00,9,$1.00,$3.00,$1.00\n";
        String oldest = "12/29/2023,$1.50,9,$1.00,$3.00,$1.00\n";

        assertThat(recognized(page, (header + newest + oldest).getBytes(UTF_8)))
                .isEqualTo("Nasdaq {\"column\":\"Close/Last\",\"order\":\"time\"}");
        assertThat(recognized(page, (header + oldest + newest).getBytes(UTF_8)))
                .isEqualTo("Nasdaq {\"column\":\"Close/Last\"}");
        assertThat(recognized(page, (header + newest + oldest + newest).getBytes(UTF_8)))
                .isEqualTo("Nasdaq {\"column\":\"Close/Last\"}");
    }

    @Test
    void shouldRecognizeEverySource() {
        Page page = open();

        assertThat(heads()).containsOnlyKeys(names(page).toArray(String[]::new));
        heads().forEach((name, head) ->
                assertThat(recognized(page, bytes(name, head))).startsWith(name + " {"));
    }

    @Test
    void shouldRecognizeCompressedFiles() throws IOException {
        Page page = open();
        String polygon = heads().get("Polygon, flat files");
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write((polygon + "AAPL,1,1,1,1,1,1700000000000000000,1\n".repeat(10_000)).getBytes(UTF_8));
        }

        assertThat(recognized(page, gzip.toByteArray())).isEqualTo("Polygon, flat files {\"group\":\"ticker\"}");
        assertThat(recognized(page, zip(TRADES)))
                .isEqualTo("Binance, spot archive {\"header\":\"none\",\"column\":4,\"time\":0}");
        assertThat(recognized(page, zip(FUTURES))).isEqualTo("Binance, futures archive {}");
        assertThat(recognized(page, new byte[] {0x1f, (byte) 0x8b, 0, 0})).isEqualTo("null {}");
        assertThat(recognized(page, new byte[0])).isEqualTo("null {}");
    }

    private static byte[] zip(String text) throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("BTCUSDT-1m.csv"));
            out.write(text.getBytes(UTF_8));
            out.closeEntry();
        }
        return zip.toByteArray();
    }

    /** The first lines of a file of each source. */
    private static Map<String, String> heads() {
        Map<String, String> heads = new LinkedHashMap<>();
        heads.put(
                "Yahoo Finance with yfinance",
                "Price,Close,High,Low\nTicker,MSFT,MSFT,MSFT\nDate,,,\n2024-01-01,1,2,1\n");
        heads.put("Binance, spot archive", TRADES);
        heads.put("Binance, futures archive", FUTURES);
        heads.put(
                "Alpha Vantage", "timestamp,open,high,low,close,volume\n2024-01-02,1,2,1,2,9\n2024-01-01,1,2,1,2,9\n");
        heads.put(
                "CoinMarketCap",
                "timeOpen;timeClose;timeHigh;timeLow;name;open;high;low;close\n"
                        + "\"2024-01-02T00:00:00.000Z\";\"\";\"\";\"\";\"1\";1;2;1;2\n"
                        + "\"2024-01-01T00:00:00.000Z\";\"\";\"\";\"\";\"1\";1;2;1;2\n");
        heads.put(
                "CryptoDataDownload",
                "https://www.CryptoDataDownload.com\nunix,date,symbol,open,high,low,close\n"
                        + "1700003600,2023-11-14 23:13:20,A/B,1,2,1,2\n1700000000,2023-11-14 22:13:20,A/B,1,2,1,2\n");
        heads.put(
                "Bitstamp on Kaggle",
                "Timestamp,Open,High,Low,Close,Volume_(BTC),Volume_(Currency),Weighted_Price\n1700000000,NaN\n");
        heads.put("FRED", "DATE,DGS10\n2024-01-01,.\n2024-01-02,3.9\n");
        heads.put("Investing.com", INVESTING);
        heads.put("Nasdaq", "Date,Close/Last,Volume,Open,High,Low\n01/02/2024,$2.00,9,$1.00,$3.00,$1.00\n");
        heads.put(
                "NSE",
                "\"Date \",\"series \",\"OPEN \",\"HIGH \",\"LOW \",\"PREV. CLOSE \",\"ltp \",\"close \",\"vwap \"\n"
                        + "\"02-Jan-2024\",\"EQ\",\"1,000.00\"\n");
        heads.put("Kaggle, S&P 500 (all stocks)", "date,open,high,low,close,volume,Name\n2024-01-01,1,2,1,2,9,A\n");
        heads.put(
                "Kaggle, G-Research",
                "timestamp,Asset_ID,Count,Open,High,Low,Close,Volume,VWAP,Target\n1700000000,2,1,1,2,1,2,9,1,\n");
        heads.put("Polygon, flat files", "ticker,volume,open,close,high,low,window_start,transactions\n");
        heads.put("MetaTrader 4", "2024.01.01,00:00,1.10000,1.20000,1.00000,1.15000,12\r\n");
        heads.put(
                "MetaTrader 5",
                "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>\r\n"
                        + "2024.01.01\t00:00:00\t1.1\t1.2\t1.0\t1.1\t9\t0\t2\r\n");
        heads.put(
                "Stooq",
                "<TICKER>;<PER>;<DATE>;<TIME>;<OPEN>;<HIGH>;<LOW>;<CLOSE>;<VOL>\nA;D;20240101;000000;1;2;1;2;9\n");
        heads.put("Quandl WIKI", "Date,Open,High,Low,Close,Volume,Ex-Dividend,Split Ratio,Adj. Open,Adj. Close\n");
        heads.put("TradingView", "time,open,high,low,close,MA,MA\n1700000000,1,2,1,2,NaN,NaN\n");
        heads.put("Excel, German", "Datum;Eröffnung;Hoch;Tief;Schlußkurs;Stücke\r\n01.03.2024;1,0;2,0;1,0;1,5;9\r\n");
        return heads;
    }

    private static byte[] bytes(String source, String head) {
        return head.getBytes(
                switch (source) {
                    case "MetaTrader 5" -> StandardCharsets.UTF_16LE;
                    case "Excel, German" -> Charset.forName("windows-1252");
                    default -> UTF_8;
                });
    }

    /** Returns the name and the configuration. */
    private static String recognized(Page page, byte[] content) {
        return (String) page.evaluate(
                "async text => { const { recognize } = await import('/assets/sources.js');"
                        + " const bytes = Uint8Array.from(atob(text), character => character.charCodeAt(0));"
                        + " const { name, config } = await recognize(new Blob([bytes]));"
                        + " return `${name ?? null} ${JSON.stringify(config)}` }",
                Base64.getEncoder().encodeToString(content));
    }

    @SuppressWarnings("unchecked")
    private static List<String> names(Page page) {
        return (List<String>) page.evaluate(
                "async () => (await (await fetch('/assets/sources.json')).json()).map(source => source.name)");
    }

    private static Page open() {
        return open(browser.page());
    }

    private static Page open(Page page) {
        page.navigate("/");
        page.locator("#new-run").click();
        page.locator("#key-window").waitFor();
        return page;
    }

    private static void choose(Page page, String name, byte[] content) {
        page.locator("#file").setInputFiles(new FilePayload(name, "text/csv", content));
    }
}
