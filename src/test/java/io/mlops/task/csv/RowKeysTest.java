package io.mlops.task.csv;

import static io.mlops.task.csv.ScannedRows.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.layout.Dialect;
import io.mlops.task.layout.KeyColumns;
import io.mlops.task.layout.MissingPolicy;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The time, the series and the line of each row, however it is written and in blocks of every size. */
class RowKeysTest {
    private static final ColumnScan.Options[] OPTIONS = {
        new ColumnScan.Options(8 << 20, false),
        new ColumnScan.Options(8 << 20, true),
        new ColumnScan.Options(1, true),
        new ColumnScan.Options(7, true),
        new ColumnScan.Options(40, true),
        new ColumnScan.Options(64, false)
    };

    @TempDir
    Path directory;

    static Stream<Arguments> rows() {
        return Stream.of(
                Arguments.of("2024-01-02,10:30,AA,1.5", "2024-01-02T10:30:00Z", "AA"),
                Arguments.of("2024-01-02,10:30:15.5,,1.5", "2024-01-02T10:30:15.500Z", ""),
                Arguments.of("\"2024-01-02\",\"10:30\",\"AA\",\"1.5\"", "2024-01-02T10:30:00Z", "AA"),
                Arguments.of("02.01.2024,103000,AA,1.5", "2024-01-02T10:30:00Z", "AA"),
                Arguments.of("20240102,1030,AA,1.5", "2024-01-02T10:30:00Z", "AA"),
                Arguments.of(" 2024-01-02 , 10:30 , AA ,1.5", "2024-01-02T10:30:00Z", "AA"),
                Arguments.of("\"Jan 02, 2024\",10:30 AM,\"A, B\",1.5", "2024-01-02T10:30:00Z", "A, B"),
                Arguments.of("2024-01-02,10:30,\"A \"\"B\"\"\",1.5", "2024-01-02T10:30:00Z", "A \"B\""),
                Arguments.of("\"2024-01-02\"\"\",10:30,\"\"\"\",1.5", "-", "\""),
                Arguments.of("\"2024\"-01-02,\"10\":30,\"A\"B,1.5", "2024-01-02T10:30:00Z", "AB"),
                Arguments.of("2024-01-02,10:30,\"A\nB\",1.5", "2024-01-02T10:30:00Z", "A\nB"),
                Arguments.of("\"2024-01-02,10:30,AA,1.5\"", "2024-01-02T10:30:00Z", "AA"),
                Arguments.of("\"2024-01-02,10:30,\"\"A, B\"\",1.5\"", "2024-01-02T10:30:00Z", "A, B"),
                Arguments.of("\"2024-01-02,10:30,\"\"A \"\"\"\"B\"\"\"\"\"\",1.5\"", "2024-01-02T10:30:00Z", "A \"B\""),
                Arguments.of("=\"2024-01-02\", =\"10:30\" ,AA,1.5", "2024-01-02T10:30:00Z", "AA"),
                Arguments.of("\"=\"\"02.01.2024\"\"\",=\"1030\",AA,1.5", "2024-01-02T10:30:00Z", "AA"),
                Arguments.of("2024-01-02,24:01,AA,1.5", "-", "AA"),
                Arguments.of("2024-01-02,,AA,1.5", "2024-01-02T00:00:00Z", "AA"),
                Arguments.of(",10:30,AA,1.5", "-", "AA"),
                Arguments.of("Total,,,1.5", "-", ""),
                Arguments.of("2024-01-02,10:30,日経,1.5", "2024-01-02T10:30:00Z", "日経"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void shouldJoinTheColumnsOfTheTimeAndFindTheSeries(String row, String time, String group) throws Exception {
        String plain = "2024-01-01,00:00,XX,1.5\n";
        String text = "day,hour,name,close\n" + plain + row + "\n" + plain + plain + row;

        for (ColumnScan.Options options : OPTIONS) {
            ScannedRows rows =
                    ScannedRows.read(directory, text, query(Dialect.AUTO, "close", "name", "day", "hour"), options);

            String start = "2024-01-01T00:00:00Z";
            assertThat(rows.times).as("%s", options).containsExactly(start, time, start, start, time);
            assertThat(rows.groups).as("%s", options).containsExactly("XX", group, "XX", "XX", group);
            assertThat(rows.values).as("%s", options).containsOnly("1.5").hasSize(5);
            long more = row.chars().filter(c -> c == '\n').count();
            assertThat(rows.lines).containsExactly(2L, 3L, 4 + more, 5 + more, 6 + more);
        }
    }

    @Test
    void shouldLeaveOutKeysThatARecordHasNot() throws Exception {
        String text = "close,day,name\n1\n2,2024-01-02\n3,2024-01-03,AA\n";
        for (ColumnScan.Options options : OPTIONS) {
            ScannedRows rows = ScannedRows.read(directory, text, query(Dialect.AUTO, "close", "name", "day"), options);

            assertThat(rows.times).containsExactly("-", "2024-01-02T00:00:00Z", "2024-01-03T00:00:00Z");
            assertThat(rows.timeTexts).containsExactly("", "2024-01-02", "2024-01-03");
            assertThat(rows.groups).containsExactly("", "", "AA");
            assertThat(rows.fields).containsExactly("1", "2~2024-01-02", "3~2024-01-03~AA");
        }
    }

    @Test
    void shouldReadTheKeysOfTheRowsThatAreLeftIfMissingOnesAreDropped() throws Exception {
        String text =
                "day,name,close\n2024-01-02,AA,1\n03/04/2024,BB,\n04/05/2024,CC,2\n\n2024-01-06,\"D\"\"D\",3\n2024-01-07,EE,nan\n";
        ColumnQuery keep = query(Dialect.AUTO, "close", "name", "day");
        ColumnQuery drop = new ColumnQuery(keep.column(), MissingPolicy.DROP, keep.dialect(), keep.keys(), 2);
        for (ColumnScan.Options options : OPTIONS) {
            ScannedRows rows = ScannedRows.read(directory, text, drop, options);

            assertThat(rows.values).containsExactly("1.0", "2.0", "3.0");
            assertThat(rows.groups).containsExactly("AA", "CC", "D\"D");
            assertThat(rows.times)
                    .containsExactly("2024-01-02T00:00:00Z", "2024-04-05T00:00:00Z", "2024-01-06T00:00:00Z");
            assertThat(rows.timeTexts).containsExactly("2024-01-02", "04/05/2024", "2024-01-06");
            assertThat(rows.lines).containsExactly(2L, 4L, 6L);
            assertThat(rows.ambiguous).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void shouldCountTheLinesOfBlankOnesAndRecordsOfSeveralLines(int seed) throws Exception {
        Random random = new Random(seed);
        for (int run = 0; run < 8; run++) {
            StringBuilder text = new StringBuilder("\n".repeat(random.nextInt(3))).append("note,close,time\n");
            List<Long> lines = new ArrayList<>();
            List<String> fields = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                text.append("\r\n".repeat(random.nextInt(8) == 0 ? 2 : 0));
                lines.add(1 + text.chars().filter(c -> c == '\n').count());
                String note = random.nextInt(5) == 0 ? "a" + "\n".repeat(random.nextInt(4)) + "b" : "n";
                text.append(note.equals("n") ? note : '"' + note + '"')
                        .append(',')
                        .append(i)
                        .append(",170406720")
                        .append(i % 10);
                text.append(random.nextInt(5) == 0 ? "\r\n" : "\n");
                fields.add(note + '~' + i + "~170406720" + i % 10);
            }
            for (ColumnScan.Options options : OPTIONS) {
                ScannedRows rows = ScannedRows.read(
                        directory, text.toString(), query(Dialect.AUTO, "close", null, "auto"), options);
                assertThat(rows.lines).as("%s", options).isEqualTo(lines);
                assertThat(rows.fields).as("%s", options).isEqualTo(fields);
                assertThat(rows.times.get(7)).isEqualTo("2024-01-01T00:00:07Z");
            }
        }
    }

    /** Of random rows, what the reference says in one block. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldReadTheSameInBlocksOfEverySize(int seed) throws Exception {
        Random random = new Random(seed);
        String[] times = {
            "2024-01-02 10:30:00",
            "2024-01-02 10:31:00",
            "\"2024-01-02 10:32:00\"",
            "1704067200",
            "02/01/2024",
            "x",
            "",
            "\"2024-01-02\"\"\""
        };
        String[] names = {"AA", "BB", "\"AA\"", "\"A\"\"A\"", " AA ", "", "\"C,\nC\""};
        for (int run = 0; run < 12; run++) {
            StringBuilder text = new StringBuilder("time,name,close\n");
            int usual = random.nextInt(3);
            for (int i = 0; i < 60; i++) {
                boolean odd = random.nextInt(4) < usual;
                String time = odd ? times[random.nextInt(times.length)] : "2024-01-02 10:30:" + (10 + i % 50);
                String name = odd ? names[random.nextInt(names.length)] : names[i / 10 % 2];
                text.append(time)
                        .append(',')
                        .append(name)
                        .append(',')
                        .append(random.nextInt(9) == 0 ? "" : "10." + i)
                        .append('\n');
            }
            ColumnQuery keep = query(Dialect.AUTO, "close", "name", "time");
            MissingPolicy missing = run % 2 == 0 ? MissingPolicy.KEEP : MissingPolicy.DROP;
            ColumnQuery all = new ColumnQuery(keep.column(), missing, keep.dialect(), keep.keys(), 3);
            ScannedRows expected = ScannedRows.read(directory, text.toString(), all, OPTIONS[0]);
            for (int size : new int[] {1, 2, 5, 17, 33, 100, 500, 1 << 20}) {
                ScannedRows rows =
                        ScannedRows.read(directory, text.toString(), all, new ColumnScan.Options(size, true));
                assertThat(rows.values).as("%d", size).isEqualTo(expected.values);
                assertThat(rows.times).as("%d", size).isEqualTo(expected.times);
                assertThat(rows.timeTexts).as("%d", size).isEqualTo(expected.timeTexts);
                assertThat(rows.groups).as("%d", size).isEqualTo(expected.groups);
                assertThat(rows.lines).as("%d", size).isEqualTo(expected.lines);
                assertThat(rows.fields).as("%d", size).isEqualTo(expected.fields);
            }
        }
    }

    /** As pandas' {@code tz_localize(ambiguous="infer")} does: in a file of two series, stacked and interleaved, and in a reversed one. */
    @ParameterizedTest
    @CsvSource({
        "US/Eastern,60,uuuu-MM-dd HH:mm:ss",
        "US/Eastern,7,MM/dd/uuuu HH:mm",
        "Europe/Berlin,1,'dd.MM.uuuu,HH:mm'",
        "Australia/Lord_Howe,10,uuuu-MM-dd HH:mm",
        "America/Sao_Paulo,30,'uuuuMMdd,HHmm'"
    })
    void shouldTellTheTwoHoursApartThatAreOneOnTheClock(String region, int minutes, String pattern) throws Exception {
        ZoneId zone = ZoneId.of(region);
        List<String> expected = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        Instant change = Instant.parse("2017-06-01T00:00:00Z");
        for (int i = 0; i < 2; i++) {
            change = zone.getRules().nextTransition(change).getInstant();
            for (int minute = -180; minute <= 180; minute += minutes) {
                ZonedDateTime time = change.atZone(zone).plusMinutes(minute);
                rows.add(time.format(DateTimeFormatter.ofPattern(pattern, Locale.ROOT)) + " " + region);
                expected.add(time.toInstant().toString());
            }
        }
        Object[] names = pattern.indexOf(',') >= 0 ? new Object[] {"day", "hour"} : new Object[] {"day"};
        String header = (names.length == 2 ? "day,hour" : "day") + ",name,close\n";
        ColumnQuery groups = query(Dialect.AUTO, "close", "name", names);
        ColumnQuery one = query(Dialect.AUTO, "close", null, names);
        String text = header + text(rows, "A");
        String stacked = text + text(rows, "B");
        String interleaved =
                header + text(rows.stream().flatMap(row -> Stream.of(row, row)).toList(), "A", "B");
        Collections.reverse(rows);
        String descending = header + text(rows, "A");
        for (int size : new int[] {50, 1 << 20}) {
            ColumnScan.Options options = new ColumnScan.Options(size, size > 50);

            assertThat(times(text, one, options)).isEqualTo(expected);
            assertThat(times(stacked, groups, options).subList(rows.size(), 2 * rows.size()))
                    .isEqualTo(expected);
            List<String> both = times(interleaved, groups, options);
            assertThat(IntStream.range(0, rows.size()).mapToObj(i -> both.get(2 * i + 1)))
                    .containsExactlyElementsOf(expected);
            List<String> back = times(descending, one, options);
            Collections.reverse(back);
            assertThat(back).isEqualTo(expected);
        }
    }

    private static String text(List<String> rows, String... names) {
        return IntStream.range(0, rows.size())
                .mapToObj(i -> rows.get(i) + ',' + names[i % names.length] + ",1\n")
                .collect(Collectors.joining());
    }

    @Test
    void shouldTellTheTwoHoursApartWhereMonthAndDayMayBeSwappedAndValuesAreMissing() throws Exception {
        String text =
                "time,close\n11/02/2024 01:00 US/Eastern,1\n11/03/2024 01:00 US/Eastern,1\n11/03/2024 01:30 US/Eastern,\n"
                        + "11/03/2024 01:00 US/Eastern,1\n11/03/2024 01:30 US/Eastern,1\n11/03/2024 02:00 US/Eastern,1\n";
        ColumnQuery keep = query(Dialect.AUTO, "close", null, "time");
        ColumnQuery drop = new ColumnQuery(keep.column(), MissingPolicy.DROP, keep.dialect(), keep.keys(), 1);
        for (ColumnScan.Options options : OPTIONS) {
            assertThat(times(text, drop, options))
                    .containsExactly(
                            "2024-11-02T05:00:00Z",
                            "2024-11-03T05:00:00Z",
                            "2024-11-03T06:00:00Z",
                            "2024-11-03T06:30:00Z",
                            "2024-11-03T07:00:00Z");
        }
    }

    private List<String> times(String text, ColumnQuery query, ColumnScan.Options options) throws Exception {
        return ScannedRows.read(directory, text, query, options).times;
    }

    @Test
    void shouldReadAConfiguredFormatWithARegion() throws Exception {
        ColumnQuery detected = query(Dialect.AUTO, "close", null, "time");
        KeyColumns keys = new KeyColumns(detected.keys().time(), false, "VV uuuuMMdd-HH:mm", null);
        ColumnQuery formatted = new ColumnQuery(detected.column(), MissingPolicy.KEEP, Dialect.AUTO, keys, 1);
        String zone = "Europe/Berlin ";

        String text = "time,close\n" + zone + "20241027-01:00,0\n" + zone + "20241027-02:00,1\n" + zone
                + "20241027-02:00,2\n" + zone + "20241027-03:00,3\n";

        assertThat(ScannedRows.read(directory, text, formatted).times)
                .containsExactly(
                        "2024-10-26T23:00:00Z", "2024-10-27T00:00:00Z", "2024-10-27T01:00:00Z", "2024-10-27T02:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "MMM-yy, Feb-24, 2024-02-01T00:00:00Z",
        "dd.MM.uuuu, '=\"02.01.2024\"', 2024-01-02T00:00:00Z",
        "yyyy.M, 1990.10, 1990-10-01T00:00:00Z",
        "HH:mm, 10:30, -",
        "yyyy, 2024, -"
    })
    void shouldReadAConfiguredFormatWithoutADay(String pattern, String text, String time) throws Exception {
        ColumnQuery detected = query(Dialect.AUTO, "close", null, "time");
        KeyColumns keys = new KeyColumns(detected.keys().time(), false, pattern, null);
        ColumnQuery formatted = new ColumnQuery(detected.column(), MissingPolicy.KEEP, Dialect.AUTO, keys, 1);

        assertThat(ScannedRows.read(directory, "time,close\n" + text + ",1\n", formatted).times)
                .containsExactly(time);
    }

    @Test
    void shouldReadAConfiguredTimeFormat() throws Exception {
        ColumnQuery detected = query(Dialect.AUTO, "close", null, "time");
        KeyColumns keys = new KeyColumns(detected.keys().time(), false, "dd/MM/uuuu HH:mm", null);
        ColumnQuery formatted = new ColumnQuery(detected.column(), MissingPolicy.KEEP, Dialect.AUTO, keys, 1);

        ScannedRows rows =
                ScannedRows.read(directory, "time,close\n02/01/2024 10:30,1\n\"03/01/2024 10:30\",2\n", formatted);

        assertThat(rows.times).containsExactly("2024-01-02T10:30:00Z", "2024-01-03T10:30:00Z");
        assertThat(rows.ambiguous).isFalse();
        assertThat(rows.layout).containsEntry("time_format", "dd/MM/uuuu HH:mm");
    }

    @Test
    void shouldFindATimeOfDayThatIsAFormula() throws Exception {
        String text = "date,time,close\n=\"2024-01-02\",=\"09:30\",1\n=\"2024-01-02\",=\"09:31\",2\n";

        assertThat(ScannedRows.read(directory, text, query(Dialect.AUTO, "close", null, "auto")).times)
                .containsExactly("2024-01-02T09:30:00Z", "2024-01-02T09:31:00Z");
    }
}
