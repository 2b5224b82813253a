package io.mlops.task.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.execution.ConfigFile;
import io.mlops.task.execution.Execution;
import io.mlops.task.execution.InMemoryFiles;
import io.mlops.task.execution.InputFile;
import io.mlops.task.execution.Job;
import io.mlops.task.execution.ProgressListener;
import io.mlops.task.finding.Check;
import io.mlops.task.finding.Finding;
import io.mlops.task.finding.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each check fires where it should, and not on what is near. */
class FindingsTest {
    private static final int ROWS = 40;

    @TempDir
    Path directory;

    @Test
    void shouldFindNothingInARegularFile() throws IOException {
        assertThat(findings(csv(daily(ROWS)))).isEmpty();
        assertThat(findings(csv(minutes(ROWS)))).isEmpty();
        assertThat(findings(csv(weekdays(ROWS)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2024-11-02,US/Eastern", "2024-10-26,Europe/Berlin", "2024-03-09,US/Eastern", "2024-03-30,Europe/Berlin"
    })
    void shouldFindNothingWhereClocksAreSet(LocalDate day, String zone) throws IOException {
        ZonedDateTime start = day.atStartOfDay(ZoneId.of(zone));
        for (ChronoUnit unit : List.of(ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES)) {
            int count = unit == ChronoUnit.MINUTES ? 2000 : ROWS;
            List<String> rows = rows(count, row -> start.plus(row, unit)
                    .format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm '" + zone + "'", Locale.ROOT)));

            assertThat(findings(csv(rows))).as("%s", unit).isEmpty();
        }
    }

    @Test
    void shouldFindThatTimeRunsFromTheNewestToTheOldest() throws IOException {
        List<String> rows = daily(ROWS);
        Collections.reverse(rows);

        assertThat(findings(csv(rows))).singleElement().satisfies(finding -> {
            assertThat(finding.check()).isEqualTo("time-descending");
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.message()).contains("order: time");
        });
        assertThat(run(csv(rows), "order: time").metrics().value().text())
                .isEqualTo(run(csv(daily(ROWS)), "").metrics().value().text());
        assertThat(findings(csv(rows), "order: time")).isEmpty();
    }

    @Test
    void shouldFindWhereTimeRunsBack() throws IOException {
        List<String> rows = daily(ROWS);
        Collections.swap(rows, 9, 10);

        assertThat(findings(csv(rows)))
                .usingElementComparator(FindingsTest::compare)
                .containsExactly(finding(Check.TIME_DISORDER, 1, 12));
        assertThat(findings(csv(rows), "order: time")).isEmpty();
    }

    @Test
    void shouldFindTimesThatWereThere() throws IOException {
        List<String> rows = daily(ROWS);
        rows.add(20, rows.get(19));
        assertThat(findings(csv(rows)))
                .usingElementComparator(FindingsTest::compare)
                .containsExactly(finding(Check.TIME_DUPLICATE, 1, 22));

        List<String> overlapping = new ArrayList<>(daily(30));
        overlapping.addAll(daily(ROWS).subList(20, ROWS));
        assertThat(findings(csv(overlapping)))
                .usingElementComparator(FindingsTest::compare)
                .contains(finding(Check.TIME_DISORDER, 1, 32), finding(Check.TIME_DUPLICATE, 10, 32));
        assertThat(run(csv(rows), "duplicates: first").metrics().rowsProcessed())
                .isEqualTo(ROWS);
        assertThat(findings(csv(rows), "duplicates: first")).isEmpty();
        assertThat(findings(csv(overlapping), "duplicates: last\norder: time")).isEmpty();
        assertThat(run(csv(rows), "duplicates: error").error()).contains("line 22", "duplicates: error");
    }

    @Test
    void shouldFindSeveralSeriesThatAreStackedOrInterleaved() throws IOException {
        List<String> stacked = new ArrayList<>();
        List<String> interleaved = new ArrayList<>();
        for (String symbol : List.of("AAA", "BBB", "CCC")) {
            daily(ROWS).forEach(row -> stacked.add(row + "," + symbol));
        }
        for (String row : daily(ROWS)) {
            for (String symbol : List.of("AAA", "BBB", "CCC")) {
                interleaved.add(row + "," + symbol);
            }
        }
        for (List<String> rows : List.of(stacked, interleaved)) {
            String text = "date,close,volume,symbol\n" + String.join("\n", rows) + "\n";
            assertThat(findings(text)).singleElement().satisfies(finding -> {
                assertThat(finding.check()).isEqualTo("several-series");
                assertThat(finding.message()).contains("group: symbol");
            });
            assertThat(findings(text, "group: symbol")).isEmpty();
            assertThat(run(text, "group: symbol").layout()).containsEntry("series", "3 (AAA, BBB, CCC)");
            assertThat(run(text, "group: symbol").metrics().value().text())
                    .isEqualTo(run(csv(daily(ROWS)), "").metrics().value().text());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"uuuu-MM-dd", "dd/MM/uuuu", "dd.MM.uuuu"})
    void shouldFindSeveralSeriesWhateverTheirTimesLookLike(String format) throws IOException {
        List<String> stacked = new ArrayList<>();
        List<String> interleaved = new ArrayList<>();
        DateTimeFormatter formatter = DateTimeFormatter.ofPattern(format, Locale.ROOT);
        for (String symbol : List.of("AAA", "BBB", "CCC")) {
            rows(100, row -> LocalDate.of(2024, 6, 30).minusDays(row).format(formatter))
                    .forEach(row -> stacked.add(row + "," + symbol));
        }
        for (int row = 0; row < 100; row++) {
            interleaved.addAll(List.of(stacked.get(row), stacked.get(100 + row), stacked.get(200 + row)));
        }
        for (List<String> rows : List.of(stacked, interleaved)) {
            assertThat(findings("date,close,volume,symbol\n" + String.join("\n", rows) + "\n"))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.message()).contains("group: symbol"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"uuuu-MM-dd", "dd/MM/uuuu"})
    void shouldNotTakePricesThatRepeatForSeveralSeries(String format) throws IOException {
        DateTimeFormatter formatter = DateTimeFormatter.ofPattern(format, Locale.ROOT);
        List<String> rows = new ArrayList<>();
        for (int day = 0; day < 60; day++) {
            String date = LocalDate.of(2024, 1, 1).plusDays(day).format(formatter);
            rows.add(date + ',' + (100 + day % 7) + ',' + day);
            if (day % 20 == 10) {
                rows.add(date + ",120,9");
            }
        }

        assertThat(findings(csv(rows)))
                .usingElementComparator(FindingsTest::compare)
                .containsExactly(finding(Check.TIME_DUPLICATE, 3, 13));
    }

    @ParameterizedTest
    @CsvSource({
        "board;short_name;SECID, SECID",
        "PERMNO;date2;TICKER, TICKER",
        "board;issuer;fund, board",
        "board;Name;symbol, Name"
    })
    void shouldNameTheColumnOfTheSymbolIfOthersTellSeriesApartToo(String names, String group) throws IOException {
        List<String> stacked = new ArrayList<>();
        for (String symbol : List.of("A", "B")) {
            daily(ROWS).forEach(row -> stacked.add(row + ",x" + symbol + ",y" + symbol + ",z" + symbol));
        }
        String text = "date,close,volume," + names.replace(';', ',') + "\n" + String.join("\n", stacked) + "\n";

        assertThat(findings(text)).singleElement().satisfies(finding -> assertThat(finding.message())
                .endsWith("set group: " + group));
    }

    @Test
    void shouldNotTakeAFooterForASeries() throws IOException {
        String text = "board;date;close\n"
                + daily(ROWS).stream()
                        .map(row ->
                                "TQBR;" + row.substring(0, row.lastIndexOf(',')).replace(',', ';') + "\n")
                        .collect(Collectors.joining())
                + "\nhistory.cursor\n\nINDEX;TOTAL;PAGESIZE\n0;60;100\n";

        assertThat(findings(text, "na_values: [PAGESIZE]"))
                .filteredOn(finding -> finding.severity() == Severity.WARNING)
                .usingElementComparator(FindingsTest::compare)
                .containsExactly(finding(Check.TIME_UNREADABLE, 3, ROWS + 3));
    }

    @Test
    void shouldNotTakeTheNumberOfRowsForATime() throws IOException {
        List<String> rows = daily(ROWS);
        rows.add(String.valueOf(ROWS));

        assertThat(findings(csv(rows)))
                .filteredOn(finding -> finding.severity() == Severity.WARNING)
                .usingElementComparator(FindingsTest::compare)
                .containsExactly(finding(Check.TIME_UNREADABLE, 1, ROWS + 2));
    }

    @Test
    void shouldNotTakeTheTimesThemselvesForSeveralSeries() throws IOException {
        List<String> rows = rows(20, row -> String.format("%02d/03/2024", 1 + row * 7 % 20));

        assertThat(findings(csv(rows)))
                .usingElementComparator(FindingsTest::compare)
                .containsExactly(finding(Check.TIME_DISORDER, 6, 5));
    }

    @Test
    void shouldFindAGapInARegularSeries() throws IOException {
        List<String> rows = minutes(ROWS);
        rows.subList(10, 14).clear();
        assertThat(findings(csv(rows)))
                .usingElementComparator(FindingsTest::compare)
                .containsExactly(finding(Check.TIME_GAP, 1, 12));

        List<String> threeSteps = minutes(ROWS);
        threeSteps.subList(10, 12).clear();
        assertThat(findings(csv(threeSteps))).isEmpty();
    }

    @Test
    void shouldFindAGapForInformationIfStepsDiffer() throws IOException {
        List<String> rows = weekdays(400);
        rows.subList(100, 120).clear();

        assertThat(findings(csv(rows))).singleElement().satisfies(finding -> {
            assertThat(finding.check()).isEqualTo("time-gap");
            assertThat(finding.severity()).isEqualTo(Severity.INFO);
        });
    }

    @Test
    void shouldFindRowsWithoutATime() throws IOException {
        List<String> rows = daily(ROWS);
        rows.add("Total,4000.5,7");

        assertThat(findings(csv(rows)))
                .usingElementComparator(FindingsTest::compare)
                .contains(finding(Check.TIME_UNREADABLE, 1, ROWS + 2));
        assertThat(findings(csv(rows), "skip_footer: 1")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0,not-positive", "-1,not-positive", "0.001,", "50,", "101.5,"})
    void shouldFindPricesThatAreNotPositive(String price, String check) throws IOException {
        List<String> rows = daily(ROWS);
        rows.set(7, "2024-01-08," + price + ",7");

        List<String> checks = findings(csv(rows)).stream().map(Finding::check).toList();
        assertThat(checks.contains("not-positive")).isEqualTo("not-positive".equals(check));
    }

    @ParameterizedTest
    @CsvSource({"1.05,true", "99999,true", "10500,true", "1.2,false", "9000,false"})
    void shouldFindAPriceOnAnotherScale(String price, boolean found) throws IOException {
        List<String> rows = daily(ROWS);
        rows.set(7, "2024-01-08," + price + ",7");

        assertThat(findings(csv(rows))).extracting(Finding::check).isEqualTo(found ? List.of("scale-jump") : List.of());
    }

    @ParameterizedTest
    @CsvSource({"24,true", "23,false"})
    void shouldFindAPriceThatDoesNotMove(int length, boolean found) throws IOException {
        List<String> rows = daily(ROWS);
        for (int i = 5; i < 5 + length; i++) {
            rows.set(i, LocalDate.of(2024, 1, 1).plusDays(i) + ",77,7");
        }

        assertThat(findings(csv(rows))).extracting(Finding::check).isEqualTo(found ? List.of("flat-run") : List.of());
    }

    @Test
    void shouldFindThatAnInfiniteValueHasSpoiltTheMeans() throws IOException {
        List<String> rows = daily(ROWS);
        rows.set(7, "2024-01-08,1e308,7");
        rows.set(8, "2024-01-09,1.7e308,7");

        assertThat(findings(csv(rows)))
                .filteredOn(finding -> finding.check().equals("means-lost"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.line()).isEqualTo(10);
                    assertThat(finding.count()).isEqualTo(ROWS - 8);
                });

        List<String> missing = daily(ROWS);
        missing.set(7, "2024-01-08,,7");
        assertThat(findings(csv(missing))).extracting(Finding::check).containsExactly("missing-values");
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 10, 11, 1000, 1001})
    void shouldFindAFieldOverManyLines(int newlines) throws IOException {
        List<String> rows = daily(ROWS);
        rows.set(7, "2024-01-08,107.5,\"" + "\n".repeat(newlines) + '"');

        Execution.Result outcome = run(csv(rows), "");

        assertThat(outcome.succeeded()).isEqualTo(newlines <= 1000);
        assertThat(outcome.findings())
                .extracting(Finding::check)
                .isEqualTo(newlines > 10 && newlines <= 1000 ? List.of("long-record") : List.of());
        if (newlines > 1000) {
            assertThat(outcome.error()).contains("line 9", "1001 lines");
        }
    }

    @ParameterizedTest
    @CsvSource({"'2024-02-10,11',cut-off", "'2024-02-10',cut-off", "'2024-02-10,110.5,7',", "'2024-02-10,11\n',"})
    void shouldFindThatTheFileIsCutOff(String end, String check) throws IOException {
        String text = csv(daily(ROWS)) + end;

        assertThat(findings(text))
                .extracting(Finding::check)
                .filteredOn("cut-off"::equals)
                .hasSize(check == null ? 0 : 1);
    }

    @ParameterizedTest
    @CsvSource({"A,11,cut-off", "A,111,", "B,11,", "B,500,"})
    void shouldComparePricesAtTheEndWithinAGroup(String group, String price, String check) throws IOException {
        StringBuilder text = new StringBuilder("date,close,name\n");
        for (int day = 1; day <= 20; day++) {
            text.append(String.format("2024-01-%02d,50,B%n2024-01-%02d,110,A%n", day, day));
        }

        assertThat(findings(text + "2024-01-21," + price + ',' + group, "group: name"))
                .extracting(Finding::check)
                .filteredOn("cut-off"::equals)
                .hasSize(check == null ? 0 : 1);
    }

    @Test
    void shouldFailWithTheFirstWarningIfTheConfigurationSaysSo() throws IOException {
        List<String> rows = daily(ROWS);
        Collections.reverse(rows);

        Execution.Result outcome = run(csv(rows), "checks: error");

        assertThat(outcome.error()).startsWith("data.csv: [time-descending] ").contains("order: time", "checks: error");
        assertThat(run(csv(daily(ROWS)), "checks: error").succeeded()).isTrue();
        assertThat(findings(csv(rows), "checks: off")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"01/%02d,13,", "%02d/01,13,", "01/%02d,12,time-ambiguous", "%1$02d/%1$02d,12,time-ambiguous"})
    void shouldDecideTheOrderOfDayAndMonthByTheWholeFile(String date, int days, String check) throws IOException {
        List<String> rows = new ArrayList<>();
        for (int day = 1; day <= days; day++) {
            rows.add(String.format(date, day) + "/2024," + (100 + day) + ",7");
        }

        for (String order : List.of("file", "time")) {
            assertThat(findings(csv(rows), "order: " + order))
                    .as(order)
                    .extracting(Finding::check)
                    .isEqualTo(check == null ? List.of() : List.of(check));
        }
    }

    @Test
    void shouldReadTheTimeOfGroupsOnlyIfSomethingUsesIt() throws IOException {
        String text = "date,close,symbol\n2024-01-01,1,A\n2024-01-02,2,A\n";

        assertThat(run(text, "window: 2\ngroup: symbol").layout()).containsEntry("time", "date");
        assertThat(run(text, "window: 2\ngroup: symbol\nchecks: off").layout()).containsEntry("time", "none");
    }

    @Test
    void shouldDescribeWhatWasDetected() throws IOException {
        InMemoryFiles files = new InMemoryFiles();
        Execution.Result outcome = execute("date;close\n2024-01-01;1\n2024-01-02;2\n", "window: 2", files);

        assertThat(outcome.layout())
                .containsEntry("delimiter", ";")
                .containsEntry("header", "1")
                .containsEntry("time", "date")
                .containsEntry("time_format", "YYYY-MM-DD")
                .containsEntry("order", "ascending")
                .containsEntry("series", "1");
        assertThat(files.log()).contains(" - INFO - Layout: compression=none, encoding=UTF-8, delimiter=\";\", ");
    }

    private static Finding finding(Check check, long count, long line) {
        return check.finding(count, line, "");
    }

    /** Without messages, which other assertions are about. */
    private static int compare(Finding one, Finding other) {
        boolean same = one.check().equals(other.check()) && one.count() == other.count() && one.line() == other.line();
        return same ? 0 : 1;
    }

    private static List<String> daily(int count) {
        return rows(count, row -> LocalDate.of(2024, 1, 1).plusDays(row).toString());
    }

    private static List<String> minutes(int count) {
        return rows(count, row -> LocalDateTime.of(2024, 1, 1, 0, 0)
                .plusMinutes(row)
                .toString()
                .replace('T', ' '));
    }

    private static List<String> weekdays(int count) {
        return rows(
                count,
                row -> LocalDate.of(2024, 1, 1).plusDays(row / 5 * 7L + row % 5).toString());
    }

    private static List<String> rows(int count, IntFunction<String> time) {
        return IntStream.range(0, count)
                .mapToObj(row -> time.apply(row) + "," + (100 + row % 7 + row / 10.0) + ",7")
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static String csv(List<String> rows) {
        return "date,close,volume\n" + String.join("\n", rows) + "\n";
    }

    private List<Finding> findings(String csv, String... keys) throws IOException {
        return run(csv, String.join("\n", keys)).findings();
    }

    private Execution.Result run(String csv, String keys) throws IOException {
        return execute(csv, keys, new InMemoryFiles());
    }

    private Execution.Result execute(String csv, String keys, InMemoryFiles files) throws IOException {
        Path data = Files.writeString(directory.resolve("data.csv"), csv);
        String window = keys.contains("window") ? "" : "window: 5\n";
        Path config =
                Files.writeString(directory.resolve("config.yaml"), "seed: 42\nversion: v1\n" + window + keys + "\n");
        Job job = new Job(InputFile.of(data), "data.csv", ConfigFile.of(config, "config.yaml"), 2, "", 64 << 20);
        return new Execution(new SignalPipeline(), job, files, Clock.systemUTC(), ProgressListener.NONE).run();
    }
}
