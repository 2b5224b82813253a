package io.mlops.task.csv;

import static io.mlops.task.csv.ScannedRows.dialect;
import static io.mlops.task.csv.ScannedRows.query;
import static io.mlops.task.csv.ScannedRows.read;
import static io.mlops.task.csv.ScannedRows.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.layout.Dialect;
import io.mlops.task.layout.Dialect.HeaderPlace;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderSearchTest {
    private static final String BOM = "\ufeff";

    @TempDir
    Path directory;

    @Test
    void shouldTakeTheOnlyColumnBesideTheTime() throws Exception {
        ScannedRows rows = read(
                directory, "DATE,CBBTCUSD\n2024-01-02,1\n2024-01-03,2\n", query(Dialect.AUTO, "VALUE", null, "auto"));

        assertThat(rows.values).containsExactly("1.0", "2.0");
        assertThat(rows.findings).singleElement().asString().contains("\"VALUE\"", "\"CBBTCUSD\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"DATE,x,y\n2024-01-02,1,2\n", "a,b\n1,2\n", "DATE\n2024-01-02\n", "note\nDATE,x\n2024-01-02,1\n"
            })
    void shouldNotGuessAmongOthers(String text) {
        assertThatThrownBy(() -> read(directory, text, query(Dialect.AUTO, "VALUE", null, "auto")))
                .isInstanceOf(CsvException.class)
                .hasMessageContaining("no column \"VALUE\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {",!,", ";!;", "|!|", "'\t'!tab"})
    void shouldTakeTheDelimiterOfTheHeader(String delimiter, String label) throws Exception {
        String text = "date,open,close,volume\n2024-01-02,1,1.5,\"x,;|y\"\n2024-01-03,2,2.5,\n".replace(",", delimiter);

        ScannedRows rows = read(directory, text, query(Dialect.AUTO, "close", null, "auto"));

        assertThat(rows.values).containsExactly("1.5", "2.5");
        assertThat(rows.times).containsExactly("2024-01-02T00:00:00Z", "2024-01-03T00:00:00Z");
        assertThat(rows.layout)
                .containsEntry("delimiter", label)
                .containsEntry("header", "1")
                .containsEntry("time", "date")
                .containsEntry("time_format", "YYYY-MM-DD");
        assertThat(rows.findings).isEmpty();
        assertThat(rows.lines).containsExactly(2L, 3L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {",!,", ";!;", "|!|", "'\t'!tab"})
    void shouldCountEmptyFieldsAtTheEndOfTheFirstLine(String delimiter, String label) throws Exception {
        String rowsOnly = "1,1.5,\n2,2.5,note\n".replace(",", delimiter);
        String unnamed = "time,close,\n1,1.5,note\n".replace(",", delimiter);

        assertThat(read(directory, rowsOnly, query(dialect(HeaderPlace.NONE), 1, null)).values)
                .containsExactly("1.5", "2.5");
        assertThat(read(directory, unnamed, query(Dialect.AUTO, "close", null)).values)
                .containsExactly("1.5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"time\",\"close\"\n",
                "\"time\";\"close\"\n",
                " \"time\" ,\"close\"\n",
                "\"ti\nme\",\"close\"\n",
                "\"time\"|\"close\"|\"a,b,c,d\"\n",
                "time\t\"close\"\n",
                "x;y,close\n"
            })
    void shouldFindTheColumnInAQuotedHeader(String header) throws Exception {
        char delimiter =
                header.contains("\t") ? '\t' : header.contains("|") ? '|' : header.startsWith("\"time\";") ? ';' : ',';

        ScannedRows rows = read(directory, header + "9" + delimiter + "1.5\n", query(Dialect.AUTO, "close", null));

        assertThat(rows.values).containsExactly("1.5");
        assertThat(rows.lines).containsExactly(header.contains("i\nm") ? 3L : 2L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "'https://www.example.com\n'!1!2",
                "'Source, data; of today\nsymbol: A\n'!2!3",
                "'\n\nnote\n\n'!1!5",
                "'note \"quoted\", and more\n'!1!2",
                "'5\" pipe\n'!1!2",
                "'\"a quoted\nnote\"\n'!1!3"
            })
    void shouldSkipLinesBeforeTheHeader(String before, int skipped, int line) throws Exception {
        ScannedRows rows =
                read(directory, before + "time;close\n2024-01-02;1.5\n", query(Dialect.AUTO, "close", null, "auto"));

        assertThat(rows.values).containsExactly("1.5");
        assertThat(rows.lines).containsExactly(line + 1L);
        assertThat(rows.checks).containsExactly("lines-skipped");
        assertThat(rows.findings)
                .containsExactly(skipped + (skipped == 1 ? " line" : " lines") + " before the header, which is line "
                        + line + ", are not read");
        assertThat(rows.layout).containsEntry("header", Integer.toString(line));
    }

    @Test
    void shouldLookForTheHeaderInTheFirstLinesOnly() throws Exception {
        String header = "time,close\n2024-01-02,1.5\n";

        assertThat(read(directory, "x\n".repeat(19) + header, query(Dialect.AUTO, "close", null)).values)
                .containsExactly("1.5");
        assertThat(refusal(directory, "x\n".repeat(20) + header, query(Dialect.AUTO, "close", null)))
                .isEqualTo("line 1: no column \"close\" in the header, which has x; set header: 21");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "'2024-01-02,1.5,2.5,3.5\n'!3",
                "'1704067200;1,5;2,5\n'!2",
                "'2024-01-02 10:00,1.5\n2024-01-02 10:01,1.5\n'!1",
                "'20240102 100000;1.1;1.2;1.0;1.15;0\n'!4",
                "'AAPL,2024-01-02,185.64\n'!2"
            })
    void shouldSayHeaderNoneIfItHoldsNumbers(String text, int place) throws Exception {
        assertThat(refusal(directory, text, query(Dialect.AUTO, "close", null)))
                .isEqualTo(
                        "line 1: it holds numbers, not names: set header: none and column: the column's place, from 0, such as "
                                + place);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "'time,price,size\n1,2,3\n'!'line 1: no column \"close\" in the header, which has time, price, size; set column: one of them'",
                "'\n'!'the file must be a header and rows, was empty'",
                "''!'the file must be a header and rows, was empty'",
                "'\"time,close\n'!'line 1: a quote in the header is opened and never closed'"
            })
    void shouldRefuseAFileWithoutTheColumn(String text, String message) throws Exception {
        assertThat(refusal(directory, text, query(Dialect.AUTO, "close", null))).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
    void shouldReadAFileWithoutAHeader(String delimiter) throws Exception {
        String text = "2024-01-02 10:00,AA,1.5\n2024-01-02 10:01,BB,2.5\n".replace(",", delimiter);

        ScannedRows rows = read(directory, text, query(dialect(HeaderPlace.NONE), 2, 1, 0));

        assertThat(rows.values).containsExactly("1.5", "2.5");
        assertThat(rows.times).containsExactly("2024-01-02T10:00:00Z", "2024-01-02T10:01:00Z");
        assertThat(rows.groups).containsExactly("AA", "BB");
        assertThat(rows.lines).containsExactly(1L, 2L);
        assertThat(rows.layout)
                .containsEntry("header", "none")
                .containsEntry("column", "2")
                .containsEntry("group", "1")
                .containsEntry("time", "0")
                .containsEntry("time_format", "YYYY-MM-DD HH:MM");
        assertThat(rows.findings).isEmpty();
    }

    @Test
    void shouldRefuseNamesAndPlacesThatAreNotThere() throws Exception {
        String text = "2024-01-02,AA,1.5\n";

        assertThat(refusal(directory, text, query(dialect(HeaderPlace.NONE), 3, null)))
                .isEqualTo("line 1: column 3: there are 3 columns, from 0 to 2");
        assertThat(refusal(directory, text, query(dialect(HeaderPlace.NONE), 2, null, 3)))
                .isEqualTo("line 1: column 3: there are 3 columns, from 0 to 2");
        assertThat(refusal(directory, text, query(dialect(HeaderPlace.NONE), "close", null)))
                .isEqualTo("column must be a place, from 0, as there is no header, was \"close\"");
        assertThat(refusal(directory, text, query(dialect(HeaderPlace.NONE), 2, "AA")))
                .isEqualTo("group must be a place, from 0, as there is no header, was \"AA\"");
        assertThat(refusal(directory, text, query(dialect(HeaderPlace.NONE), 2, null, "date")))
                .isEqualTo("time must be a place, from 0, as there is no header, was \"date\"");
    }

    @Test
    void shouldReadAColumnByItsPlace() throws Exception {
        ColumnQuery second = query(Dialect.AUTO, 1, null, "auto");

        ScannedRows named = read(directory, "\n\ntime;price\n2024-01-02;1.5\n", second);
        assertThat(named.values).containsExactly("1.5");
        assertThat(named.layout).containsEntry("header", "3").containsEntry("column", "price");
        assertThat(named.times).containsExactly("2024-01-02T00:00:00Z");

        ScannedRows first = read(directory, "2024-01-02;1.5\n2024-01-03;$2.5\n", second);
        assertThat(first.values).containsExactly("1.5", "2.5");
        assertThat(first.layout).containsEntry("header", "none").containsEntry("column", "1");

        assertThat(read(directory, "2024-01-02;$1.5\n", second).values).containsExactly("1.5");
    }

    @Test
    void shouldTakeTheConfiguredLineForTheHeader() throws Exception {
        String text = "time,close\n\"a stray quote\n\ntime;close\n2024-01-02;1.5\n";

        ScannedRows rows = read(directory, text, query(dialect(new HeaderPlace.Line(4)), "close", null, "auto"));

        assertThat(rows.values).containsExactly("1.5");
        assertThat(rows.lines).containsExactly(5L);
        assertThat(rows.findings).containsExactly("2 lines before the header, which is line 4, are not read");
        assertThat(read(directory, text, query(dialect(new HeaderPlace.Line(4)), 1, null)).values)
                .containsExactly("1.5");
        assertThat(refusal(directory, text, query(dialect(new HeaderPlace.Line(4)), "price", null)))
                .isEqualTo("line 4: no column \"price\" in the header, which has time, close");
        assertThat(refusal(directory, text, query(dialect(new HeaderPlace.Line(6)), "close", null)))
                .isEqualTo("header must be a line of the file, which has 5, was 6");
        assertThat(refusal(directory, text, query(dialect(new HeaderPlace.Line(99)), "close", null)))
                .isEqualTo("header must be a line of the file, which has 5, was 99");
        assertThat(read(directory, text.strip(), query(dialect(new HeaderPlace.Line(5)), 1, null)).values)
                .isEmpty();
    }

    @Test
    void shouldFindAHeaderFarBelow() throws Exception {
        String text = ("x".repeat(1000) + "\n").repeat(200) + "time,close\n1,2\n";

        assertThat(read(directory, text, query(dialect(new HeaderPlace.Line(201)), "close", null)).values)
                .containsExactly("2.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sep=;\n", "SEP=;\r\n", "\"sep=;\"\n", BOM + "sep=;\n"})
    void shouldObeyASeparatorLine(String first) throws Exception {
        ScannedRows rows =
                read(directory, first + "time;close,eur\n2024-01-02;1.5\n", query(Dialect.AUTO, "close,eur", null));

        assertThat(rows.values).containsExactly("1.5");
        assertThat(rows.lines).containsExactly(3L);
        assertThat(rows.layout).containsEntry("delimiter", ";").containsEntry("header", "2");
        assertThat(rows.findings).isEmpty();

        ScannedRows byPlace = read(directory, first + "7;1.5\n", query(dialect(HeaderPlace.NONE), 1, null));
        assertThat(byPlace.values).containsExactly("1.5");
    }

    @Test
    void shouldNotTakeTheDecimalCommaForTheDelimiter() throws Exception {
        for (String text : new String[] {
            "7;1,5;2,5\n8;3,5;4,5\n",
            "7\t1,5\t2,5\n8\t3,5\t4,5\n",
            "7,5;1,5;2,5\n8,5;3,5;4,5\n",
            "\"7,5\",\"1,5\"\n\"8\",\"3,5\"\n"
        }) {
            Dialect comma = new Dialect(null, HeaderPlace.NONE, ',', null, List.of(), 0, null);
            assertThat(read(directory, text, query(comma, 1, null)).values).containsExactly("1.5", "3.5");
            Dialect auto = new Dialect(null, HeaderPlace.AUTO, ',', null, List.of(), 0, null);
            assertThat(read(directory, text, query(auto, 1, null)).values).containsExactly("1.5", "3.5");
        }
        Dialect thousands = new Dialect(null, HeaderPlace.NONE, '.', ',', List.of(), 0, null);
        assertThat(read(directory, "7,000;1,500;2,500\n", query(thousands, 1, null)).values)
                .containsExactly("1500.0");
        Dialect comma = new Dialect(null, HeaderPlace.AUTO, ',', null, List.of(), 0, null);
        assertThat(read(directory, "time,close\n7,\"1,5\"\n", query(comma, "close", null)).values)
                .containsExactly("1.5");
    }

    @Test
    void shouldReadTheThreeHeaderLinesOfYfinance() throws Exception {
        String text = "Price,Close,High,Low\nTicker,AAPL,AAPL,AAPL\nDate,,,\n2024-01-02,1.5,2,1\n2024-01-03,2.5,3,2\n";

        ScannedRows rows = read(directory, text, query(Dialect.AUTO, "close", null, "auto"));

        assertThat(rows.values).containsExactly("1.5", "2.5");
        assertThat(rows.times).containsExactly("2024-01-02T00:00:00Z", "2024-01-03T00:00:00Z");
        assertThat(rows.lines).containsExactly(4L, 5L);
        assertThat(rows.layout).containsEntry("time", "Date").containsEntry("header", "1");
        assertThat(rows.checks).containsExactlyInAnyOrder("column-name", "lines-skipped");

        ScannedRows minutes = read(directory, text.replace("Date,", "Datetime,"), query(Dialect.AUTO, 1, null, "auto"));
        assertThat(minutes.values).containsExactly("1.5", "2.5");
        assertThat(minutes.layout).containsEntry("time", "Datetime");

        assertThat(read(directory, "Price,Close\nTicker,1\n7,2\n", query(Dialect.AUTO, "Close", null)).values)
                .containsExactly("1.0", "2.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                BOM + "time,close\n7,1.5\n",
                BOM + BOM + "time,close\n7,1.5\n",
                "time,close\r\r\n7,1.5\r\r\n",
                "time,close\r\n7,1.5\r\n",
                "time,close\n7,1.5",
                BOM + BOM + "\"time\",\"close\"\r\r\n\"7\",\"1.5\"\r\r\n"
            })
    void shouldReadEveryMarkAndLineEnd(String text) throws Exception {
        for (int blockSize : new int[] {1, 5, 8 << 20}) {
            ScannedRows rows = read(
                    directory,
                    text,
                    query(Dialect.AUTO, "close", null, "time"),
                    new ColumnScan.Options(blockSize, true));
            assertThat(rows.values).containsExactly("1.5");
            assertThat(rows.timeTexts).containsExactly("7");
            assertThat(rows.lines).containsExactly(2L);
            assertThat(rows.fields).containsExactly("7~1.5");
            assertThat(rows.findings).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Close", " close", "close\u00a0", "\u00a0Close ", "\u200bclose", "CLOSE\u202f"})
    void shouldFindANameThatIsWrittenInAnotherWay(String name) throws Exception {
        ScannedRows rows = read(directory, "time," + name + "\n7,1.5\n", query(Dialect.AUTO, "close", null));

        assertThat(rows.values).containsExactly("1.5");
        assertThat(rows.checks).containsExactly("column-name");
    }

    @Test
    void shouldFindANameWithANoBreakBlankInside() throws Exception {
        ScannedRows rows = read(directory, "time,adj\u00a0close\n7,1.5\n", query(Dialect.AUTO, "adj close", null));

        assertThat(rows.values).containsExactly("1.5");
        assertThat(rows.checks).containsExactly("column-name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            nullValues = "none",
            value = {
                "'date,time,close\n2024-01-02,10:30,1\n'!date time!2024-01-02T10:30:00Z",
                "'<DATE>\t<TIME>\t<CLOSE>\n2024.01.02\t10:30:00\t1\n'!<DATE> <TIME>!2024-01-02T10:30:00Z",
                "'<DATE>;<TIME>;<CLOSE>\n20240102;103000;1\n'!<DATE> <TIME>!2024-01-02T10:30:00Z",
                "'<DATE>;<TIME>;<CLOSE>\n240102;103000;1\n240102;103100;1\n'!<DATE> <TIME>!2024-01-02T10:30:00Z",
                "'<DTYYYYMMDD>,<TIME>,<CLOSE>\n20240102,000000,1\n20240103,000000,1\n'!<DTYYYYMMDD> <TIME>!2024-01-02T00:00:00Z",
                "'<TIME>,day of it,<CLOSE>\n000000,2024-01-02,1\n000000,2024-01-03,1\n'!day of it!2024-01-02T00:00:00Z",
                "'DATE,TIME_M,<CLOSE>\n20240102,9:30:00.5,1\n20240102,9:30:01.5,1\n'!DATE TIME_M!2024-01-02T09:30:00.500Z",
                "',Mkt-RF,<CLOSE>\n202311,1,1\n202312,1,1\n202401,1,1\n'!0!2023-11-01T00:00:00Z",
                "'Period,<CLOSE>\n2023M1,1\n2023M2,1\n'!Period!2023-01-01T00:00:00Z",
                "'Date,Time,<CLOSE>\n2024-01-02 09:00,10:30,1\n'!Date!2024-01-02T09:00:00Z",
                "'Gmt time,<CLOSE>\n02.01.2024 10:30:00.000,1\n'!Gmt time!2024-01-02T10:30:00Z",
                "'Trade Day,<CLOSE>\n2024-01-02,1\n'!Trade Day!2024-01-02T00:00:00Z",
                "'Open time,<CLOSE>,Close time\n1704191400000,1,1704191459999\n'!Open time!2024-01-02T10:30:00Z",
                "'time,date,<CLOSE>\nx,2024-01-02,1\n'!date!2024-01-02T00:00:00Z",
                "'id,<CLOSE>\n2024-01-02,1\n'!none!none",
                "'id,<CLOSE>\n2024-01-02,1\n2024-01-02,2\n'!none!none",
                "'id,<CLOSE>\n2024-01-02,1\n2024-01-04,2\n2024-01-03,2\n'!none!none",
                "'id,<CLOSE>\n1704191401,1\n1704191460,2\n'!none!none",
                "'volume,<CLOSE>\n600,1\n1200,2\n'!none!none",
                "'expiry,<CLOSE>\nJan 24,1\nFeb 24,2\n'!none!none",
                "'date,<CLOSE>\nx,1\n'!none!none",
                "'date,<CLOSE>\n'!none!none"
            })
    void shouldDetectTheTime(String text, String columns, String time) throws Exception {
        ScannedRows rows = read(
                directory, text, query(Dialect.AUTO, text.contains("<CLOSE>") ? "<CLOSE>" : "close", null, "auto"));

        assertThat(rows.layout).containsEntry("time", columns == null ? "none" : columns);
        assertThat(rows.times.isEmpty() ? null : rows.times.get(0)).isEqualTo(time);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "',close\n2024-01-02,1\n2024-01-03,2\n'!0",
                "',close\n2024-01-02 00:00:00-05:00,1\n2024-01-03 00:00:00-05:00,2\n'!0",
                "'日付け,close\n2024年01月03日,1\n2024年01月02日,2\n'!日付け",
                "'Time (EET),close\n2024.01.02 10:30:00,1\n2024.01.02 10:31:00,2\n'!Time (EET)",
                "'id,when,close\n7,01/02/2024,1\n8,01/13/2024,2\n'!when",
                "'day of trade,at,close\n2024-01-02,10:30,1\n2024-01-02,10:31,2\n'!day of trade at",
                "'t,close\n1704191400,1\n1704191460,2\n'!t"
            })
    void shouldTellTheTimeByItsValues(String text, String columns) throws Exception {
        ScannedRows rows = read(directory, text, query(Dialect.AUTO, "close", null, "auto"));

        assertThat(rows.layout).containsEntry("time", columns);
        assertThat(rows.times).hasSize(2).allMatch(time -> time.startsWith("2024-01-"));
        assertThat(rows.findings).isEmpty();
    }

    @Test
    void shouldTellTheTimeOfAFileWithoutAHeader() throws Exception {
        String text = "1704191460,1.5,7\n1704191400,2.5,8\n";

        assertThat(read(directory, text, query(dialect(HeaderPlace.NONE), 1, null, "auto")).layout)
                .containsEntry("time", "0");
        assertThat(read(directory, text, query(Dialect.AUTO, 1, null, "auto")).layout)
                .containsEntry("time", "0");
        assertThat(read(directory, text, query(dialect(HeaderPlace.NONE), 1, null)).layout)
                .containsEntry("time", "none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "Ticker,AAPL,AAPL;Price,Open,Close;Date,,!2!2",
                ",Open,Close;,AAPL,AAPL;Date,,!1!3",
                ",Open,Close;Date,,!1!2"
            })
    void shouldReadColumnLabelsOfTwoLevels(String header, int line, int skipped) throws Exception {
        String text = header.replace(';', '\n') + "\n2024-01-02,1,1.5\n2024-01-03,2,2.5\n";

        ScannedRows rows = read(directory, text, query(Dialect.AUTO, "Close", null, "auto"));

        assertThat(rows.values).containsExactly("1.5", "2.5");
        assertThat(rows.layout).containsEntry("time", "Date").containsEntry("header", String.valueOf(line));
        assertThat(rows.checks).containsOnly("lines-skipped");
        assertThat(read(directory, text, query(Dialect.AUTO, 2, null, "auto")).values)
                .containsExactly("1.5", "2.5");
    }

    @Test
    void shouldRefuseWithTheLineThatHasTheMostNames() throws Exception {
        String text = "Security,AAPL US Equity\nCurrency,USD\n\nDate,PX_OPEN,PX_LAST\n2024-01-02,1,2\n";

        assertThat(refusal(directory, text, query(Dialect.AUTO, "close", null)))
                .isEqualTo(
                        "line 4: no column \"close\" in the header, which has Date, PX_OPEN, PX_LAST; set header: 4 and column: one of them");
    }

    @Test
    void shouldNameTheEncodingThatIsMissing() throws Exception {
        String text = "Datum;Schlu\ufffdkurs;Wert\n2024-01-02;1;2\n";

        assertThat(refusal(directory, text, query(Dialect.AUTO, "close", null)))
                .contains("; the file is not UTF-8: set encoding: its encoding, such as windows-1252");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "'# source: example\n'!2!1",
                "'\"Prices, not adjusted\n'!2!1",
                "'The 5\" and 6\" pipes, \"no, none\n'!2!1",
                "'as is, without, warranty, of, any, kind\n'!2!1",
                "'Back to Contents,Data 1: Spot Price\nSourcekey,RWTC\n\n'!4!1",
                "'# a, b, c\n# d\n'!3!1",
                "'# 2024, 5, 7\n'!2!1",
                "'2024-01-31\n'!2!1"
            })
    void shouldNameTheLineOfTheHeaderWhateverIsAboveIt(String above, int line, int place) throws Exception {
        String text = above + "date,price\n2024-01-02,1.5\n2024-01-03,2.5\n2024-01-04,3.5\n";

        assertThat(refusal(directory, text, query(Dialect.AUTO, place, null, "auto")))
                .contains("; set header: " + line);
        assertThat(refusal(
                        directory,
                        text.replace("price", "close,n").replace(".5", ".5,7"),
                        query(Dialect.AUTO, "last", null)))
                .contains("; set header: " + line + " and column: one of them");
        assertThat(read(directory, text, query(dialect(new HeaderPlace.Line(line)), place, null, "auto")).values)
                .containsExactly("1.5", "2.5", "3.5");
    }

    @Test
    void shouldSayThatLinesAboveRowsWithoutAHeaderMustGo() throws Exception {
        String text = "# prices\n2024-01-02,1.5\n2024-01-03,2.5\n";

        assertThat(refusal(directory, text, query(dialect(HeaderPlace.NONE), 1, null)))
                .isEqualTo(
                        "line 1: it is no row: leave out the lines above the rows, as tail -n +2 does with the first");
    }

    @Test
    void shouldNameTheLineOfTheHeaderThatAStrayQuoteHides() throws Exception {
        String text = "\"Prices, not adjusted\ndate,close\n2024-01-02,1.5\n";

        assertThat(refusal(directory, text, query(Dialect.AUTO, "close", null)))
                .isEqualTo("line 1: a quote in the header is opened and never closed; set header: 2");
        assertThat(refusal(directory, text + "2024-01-03,2.5\n".repeat(100_000), query(Dialect.AUTO, "close", null)))
                .endsWith("; set header: 2");
    }

    @Test
    void shouldTakeNoLineForAHeaderThatHasNoRowsBelow() throws Exception {
        String text = "date,price\n2024-01-02,n/a\n2024-01-03,2.5\n";

        assertThat(read(directory, text, query(Dialect.AUTO, 1, null)).values).containsExactly("NaN", "2.5");
        assertThat(refusal(directory, "date,price\na,b\nc,d\n", query(Dialect.AUTO, 1, null)))
                .isEqualTo("line 2, column \"price\": must be a number, was \"b\"; if it means a missing value, set"
                        + " na_values: [\"b\"]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "date close\\n2024-01-02 1.5\\n!; set delimiter: \" \"",
                "date~close\\n2024-01-02~1.5\\n!; set delimiter: \"~\"",
                "date   close\\n2024-01-02 1.5\\n!'; the columns are aligned with blanks: leave one between them, as tr -s '' '' does, and set delimiter: \" \"'",
                "disclose\\n1.5\\n!''"
            })
    void shouldNameTheDelimiterThatIsNotDetected(String text, String remedy) throws Exception {
        assertThat(refusal(directory, text.replace("\\n", "\n"), query(Dialect.AUTO, "close", null)))
                .isEqualTo("line 1: no column \"close\" in the header, which has "
                        + text.substring(0, text.indexOf('\\')) + remedy);
    }

    @Test
    void shouldNameTheDelimiterOfALineBelowATitle() throws Exception {
        String text = "Title:  Crude\n\nDATE       VALUE\n2024-01-02 1.5\n";

        assertThat(refusal(directory, text, query(Dialect.AUTO, "VALUE", null)))
                .startsWith("line 3: no column \"VALUE\" in the header, which has DATE       VALUE; the columns are"
                        + " aligned with blanks");
    }

    @ParameterizedTest
    @ValueSource(strings = {"date,close\n", "\"date\",\"close\"\n", "date, close \n"})
    void shouldSayWhatToDoWithASecondHeader(String header) throws Exception {
        String text = header + "2024-01-02,1.5\n" + header + "2024-01-03,2.5\n";
        String message = "line 3, column \"close\": must be a number, was \"close\", a second header: set"
                + " na_values: [\"close\"] and missing: drop, or join the files with awk 'FNR > 1 || NR == 1'";

        assertThat(refusal(directory, text, query(Dialect.AUTO, "close", null))).isEqualTo(message);
        assertThat(refusal(directory, text, query(Dialect.AUTO, 1, null))).contains(", a second header: set na_values");
        String capitals = header.toUpperCase(Locale.ROOT);
        assertThat(refusal(directory, header + "7,1\n" + capitals, query(Dialect.AUTO, "close", null)))
                .contains(", a second header: set na_values: [\"CLOSE\"]");
        Dialect dialect = new Dialect(null, HeaderPlace.AUTO, '.', null, List.of("close"), 0, null);
        assertThat(read(directory, text, query(dialect, "close", null)).values).containsExactly("1.5", "NaN", "2.5");
    }

    @Test
    void shouldNameThePlacesOfColumnsOfOneName() throws Exception {
        ScannedRows rows =
                read(directory, "date,close,volume,Close\n2024-01-02,1,2,3\n", query(Dialect.AUTO, "close", null));

        assertThat(rows.findings)
                .containsExactly("2 columns are named \"close\"; the first is read, of the places 1, 3; set column:"
                        + " its place for another");
    }

    @Test
    void shouldReadFormulasOfATextAndCurrencies() throws Exception {
        String text =
                "=\"date\",=\"close\"\n=\"2024-01-02\",=\"1.5\"\n\"=\"\"2024-01-03\"\"\",\"=\"\"2.5\"\"\"\n2024-01-04,3.5 USD\n"
                        + "2024-01-05,4.5 zł\n";

        for (int size : new int[] {10, 1 << 20}) {
            ScannedRows rows = read(
                    directory, text, query(Dialect.AUTO, "close", null, "auto"), new ColumnScan.Options(size, true));

            assertThat(rows.values).containsExactly("1.5", "2.5", "3.5", "4.5");
            assertThat(rows.times).startsWith("2024-01-02T00:00:00Z", "2024-01-03T00:00:00Z");
            assertThat(rows.checks).containsExactly("column-name", "currency", "formula");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "date,close!D1,5!20!time-none",
                "period,close,n!D1,5,7!20!time-none",
                "date,close!D1,5!9!''",
                "period,close!D1,5!20!''",
                "date,close!2024-01-31,5!20!''"
            })
    void shouldFindThatTheTimeIsNotKnown(String header, String row, int rows, String check) throws Exception {
        String text = header + "\n" + (row + "\n").repeat(rows);

        assertThat(read(directory, text, query(Dialect.AUTO, "close", null, "auto")).checks)
                .isEqualTo(check.isEmpty() ? List.of() : List.of(check));
        assertThat(read(directory, text, query(Dialect.AUTO, "close", null)).checks)
                .isEmpty();
    }

    @Test
    void shouldNotLookForAMonthInALongText() {
        assertThat(TimeColumns.remedy("5 jui 2024" + " ".repeat(90))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "1990.8,1990.9,1990.10,1990.11!; the month of 1990.8 may be January or October: write it with two digits, as in 1990.01",
                "1990.1,1990.11,1990.12!; the month of 1990.1 may be January or October: write it with two digits, as in 1990.01",
                "5 jui 2024,6 jui 2024!; the month in \"5 jui 2024\" is not known: write it as a number",
                "lis 2024,lip 2024!; the month in \"lis 2024\" is not known: write it as a number",
                "Jan-24,Feb-24!; \"Jan-24\" may be a day or a year: if it is a year, set time_format: \"MMM-yy\"",
                "FEB-24,MAR-24!; \"FEB-24\" may be a day or a year: if it is a year, set time_format: \"MMM-yy\"",
                "Jan.-24,Feb.-24!; \"Jan.-24\" may be a day or a year: if it is a year, set time_format: \"MMM.-yy\"",
                "January-24,February-24!; \"January-24\" may be a day or a year: if it is a year, set time_format: \"MMMM-yy\"",
                "mai-24,jun-24!; the month in \"mai-24\" is not known: write it as a number",
                "Jan 24,Feb 24!; \"Jan 24\" may be a day or a year: if it is a year, set time_format: \"MMM yy\"",
                "D1,D2!; set time or time_format"
            })
    void shouldNotGuessAMonth(String dates, String remedy) throws Exception {
        String text = "date,close,volume\n" + (dates.replace(",", ",1,2\n") + ",1,2\n").repeat(5);

        ScannedRows detected = read(directory, text, query(Dialect.AUTO, "close", null, "auto"));
        ScannedRows configured = read(directory, text, query(Dialect.AUTO, "close", null, "date"));

        String message = "Column \"date\" has no times that can be read, so order, gaps and repetitions are not checked"
                + remedy;
        assertThat(detected.findings).containsExactly(message);
        assertThat(detected.layout).containsEntry("time", "none");
        assertThat(configured.findings).isEqualTo(remedy.startsWith("; set time or") ? List.of() : List.of(message));
        assertThat(configured.times).containsOnly("-");
    }

    @ParameterizedTest
    @CsvSource({
        "1990.11;1990.12;1991.01, YYYY.MM, 1991-01-01T00:00:00Z",
        "1990.08;1990.09;1990.1, YYYY.MM, 1990-10-01T00:00:00Z",
        "202311;202312;202401, YYYYMM, 2024-01-01T00:00:00Z",
        "2023364;2023365;2024001, YYYYDDD, 2024-01-01T00:00:00Z",
        "231229;231230;240101, YYMMDD, 2024-01-01T00:00:00Z",
        "45289;45290;45292, days since 1899-12-30, 2024-01-01T00:00:00Z",
        "45289;45290;45291, Unix seconds, 1970-01-01T12:34:51Z",
        "240101;240102;240103, Unix seconds, 1970-01-03T18:41:43Z",
        "7;8;9, Unix seconds, 1970-01-01T00:00:09Z",
        "202311;202312;202313, Unix seconds, 1970-01-03T08:11:53Z"
    })
    void shouldTellWhatShortNumbersAre(String dates, String format, String last) throws Exception {
        String text = "date,close\n" + dates.replace(";", ",1\n") + ",1\n";

        ScannedRows rows = read(directory, text, query(Dialect.AUTO, "close", null, "auto"));

        assertThat(rows.layout).containsEntry("time_format", format);
        assertThat(rows.times.get(2)).isEqualTo(last);
    }
}
