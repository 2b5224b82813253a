package io.mlops.task.csv;

import static io.mlops.task.csv.ScannedRows.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.layout.Dialect;
import io.mlops.task.layout.KeyColumns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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
}
