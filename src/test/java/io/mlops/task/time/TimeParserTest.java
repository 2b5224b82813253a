package io.mlops.task.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.number.PaddedBytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeParserTest {
    private static final String[] DATE_WRITINGS = {
        "uuuu-MM-dd",
        "uuuu-M-d",
        "uuuu/MM/dd",
        "uuuu.MM.dd",
        "uuuuMMdd",
        "dd.MM.uuuu",
        "d.M.uuuu",
        "MMM dd, uuuu",
        "MMMM d, uuuu",
        "MMM d uuuu",
        "MMM-dd-uuuu",
        "dd MMM uuuu",
        "d MMMM uuuu",
        "dd-MMM-uuuu",
        "dd-MMMM-uuuu",
        "dd/MMM/uuuu",
        "EEE, dd MMM uuuu",
        "EEEE, MMMM d, uuuu",
        "EEE MMM dd uuuu"
    };

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2024-01-05|2024-01-05T00:00:00Z",
                "2024-1-5|2024-01-05T00:00:00Z",
                "2024-01-05, 10:30|2024-01-05T10:30:00Z",
                "Jan 5, 2024, 4:00 PM EST|2024-01-05T21:00:00Z",
                "2024-07-05 10:30:00 CEST|2024-07-05T08:30:00Z",
                "5 Jan 2024 09:00 hkt|2024-01-05T01:00:00Z",
                "2024-01-05 09:30:00 US/Eastern|2024-01-05T14:30:00Z",
                "2024-07-05 09:30:00 America/New_York|2024-07-05T13:30:00Z",
                "20240105 09:30:00 America/New_York|2024-01-05T14:30:00Z",
                "2024-07-05 09:30:00 Asia/Kolkata|2024-07-05T04:00:00Z",
                "2024-11-03 01:30 US/Eastern|2024-11-03T05:30:00Z",
                "2024-03-10 02:30 US/Eastern|2024-03-10T07:30:00Z",
                "2024-07-05 09:30:00 EST|2024-07-05T14:30:00Z",
                "2024-01-05T10:30+01:00[Europe/Paris]|2024-01-05T09:30:00Z",
                "2024-01-05T10:30[Europe/Paris]|2024-01-05T09:30:00Z",
                "2024-01-05 10:30 (UTC+8)|2024-01-05T02:30:00Z",
                "Fri Jan 05 2024 10:30:15 GMT+0100 (Central European Standard Time)|2024-01-05T09:30:15Z",
                "2024-01-05 10:30|2024-01-05T10:30:00Z",
                "2024-01-05T10:30|2024-01-05T10:30:00Z",
                "2024-01-05 10:30:15|2024-01-05T10:30:15Z",
                "2024-01-05T10:30:15|2024-01-05T10:30:15Z",
                "2024-01-05 9:30|2024-01-05T09:30:00Z",
                "2024-01-05 10:30:15.5|2024-01-05T10:30:15.5Z",
                "2024-01-05 10:30:15,123|2024-01-05T10:30:15.123Z",
                "2024-01-05T10:30:15.123456789Z|2024-01-05T10:30:15.123456789Z",
                "2024-01-05T10:30:15.1234567899|2024-01-05T10:30:15.123456789Z",
                "2024-01-05T10:30:15Z|2024-01-05T10:30:15Z",
                "2024-01-05T10:30Z|2024-01-05T10:30:00Z",
                "2024-01-05 10:30:15+00:00|2024-01-05T10:30:15Z",
                "2024-01-05 10:30:15+01:00|2024-01-05T09:30:15Z",
                "2024-01-05T10:30:15-0500|2024-01-05T15:30:15Z",
                "2024-01-05 10:30:15 +02|2024-01-05T08:30:15Z",
                "2024-01-05 10:30:15 UTC|2024-01-05T10:30:15Z",
                "2024-01-05 10:30 GMT+0530|2024-01-05T05:00:00Z",
                "2024-01-05T23:30:00-05:00|2024-01-06T04:30:00Z",
                "2024-01-05 24:00|2024-01-06T00:00:00Z",
                "2024-01-05 12-AM|2024-01-05T00:00:00Z",
                "2024-01-05 01-PM|2024-01-05T13:00:00Z",
                "2024-01-05 12:15 am|2024-01-05T00:15:00Z",
                "2024-01-05 12:15:30 PM|2024-01-05T12:15:30Z",
                "2024-01-05 11:59PM|2024-01-05T23:59:00Z",
                "05/01/2024 1:59 p.m.|2024-05-01T13:59:00Z",
                "05/01/2024 1:59:30 a. m.|2024-05-01T01:59:30Z",
                "2024/01/05|2024-01-05T00:00:00Z",
                "2024/1/5 10:30|2024-01-05T10:30:00Z",
                "2024.01.05 10:30|2024-01-05T10:30:00Z",
                "2024.01.05 10:30:15|2024-01-05T10:30:15Z",
                "2024-01|2024-01-01T00:00:00Z",
                "2024-060|2024-02-29T00:00:00Z",
                "2024-366 10:30|2024-12-31T10:30:00Z",
                "2024-Q4|2024-10-01T00:00:00Z",
                "2024M2|2024-02-01T00:00:00Z",
                "2024-M12|2024-12-01T00:00:00Z",
                "2024-Mar-05|2024-03-05T00:00:00Z",
                "2024-May-05 10:30|2024-05-05T10:30:00Z",
                "2024Q1|2024-01-01T00:00:00Z",
                "2024-W01|2024-01-01T00:00:00Z",
                "2020-W53-7|2021-01-03T00:00:00Z",
                "Jan 2024|2024-01-01T00:00:00Z",
                "December-2024|2024-12-01T00:00:00Z",
                "02/2024|2024-02-01T00:00:00Z",
                "2024- 01- 05|2024-01-05T00:00:00Z",
                "2024年01月05日|2024-01-05T00:00:00Z",
                "2024年1月5日 10:30|2024-01-05T10:30:00Z",
                "113/01/05|2024-01-05T00:00:00Z",
                "05.01.2024|2024-01-05T00:00:00Z",
                "5.1.2024 10:30|2024-01-05T10:30:00Z",
                "05.01.24|2024-01-05T00:00:00Z",
                "05.01.2024 10:30:15.000 GMT+0100|2024-01-05T09:30:15Z",
                "Jan 05, 2024|2024-01-05T00:00:00Z",
                "January 5, 2024 10:30 AM|2024-01-05T10:30:00Z",
                "Jan. 5, 2024|2024-01-05T00:00:00Z",
                "JAN 05 2024|2024-01-05T00:00:00Z",
                "Sept 30, 2023|2023-09-30T00:00:00Z",
                "05 Jan 2024|2024-01-05T00:00:00Z",
                "5 january 2024 10:30|2024-01-05T10:30:00Z",
                "05-Jan-2024|2024-01-05T00:00:00Z",
                "05JAN2024|2024-01-05T00:00:00Z",
                "05Jan24|2024-01-05T00:00:00Z",
                "05JAN2024:10:30:15|2024-01-05T10:30:15Z",
                "05JAN24:10:30:15.250|2024-01-05T10:30:15.25Z",
                "05/Jan/2024:10:30:15 +0100|2024-01-05T09:30:15Z",
                "05-JAN-24|2024-01-05T00:00:00Z",
                "05-January-2024|2024-01-05T00:00:00Z",
                "Fri, 05 Jan 2024 10:30:15 GMT|2024-01-05T10:30:15Z",
                "Friday, January 5, 2024|2024-01-05T00:00:00Z",
                "20240105|2024-01-05T00:00:00Z",
                "20240105 103015|2024-01-05T10:30:15Z",
                "20240105 103015123|2024-01-05T10:30:15.123Z",
                "20240105 103015 1234567|2024-01-05T10:30:15.1234567Z",
                "20240105 930|2024-01-05T09:30:00Z",
                "20240105 93015|2024-01-05T09:30:15Z",
                "240105 103015|2024-01-05T10:30:15Z",
                "240105 10:30|2024-01-05T10:30:00Z",
                "20240105 10:30|2024-01-05T10:30:00Z",
                "20240105T103015|2024-01-05T10:30:15Z",
                "20240105T103015Z|2024-01-05T10:30:15Z",
                "20240105-10:30:15|2024-01-05T10:30:15Z",
                "202401051030|2024-01-05T10:30:00Z",
                "20240105103015|2024-01-05T10:30:15Z",
                "13/01/2024|2024-01-13T00:00:00Z",
                "01/13/2024|2024-01-13T00:00:00Z",
                "1704450615|2024-01-05T10:30:15Z",
                "1704450615.25|2024-01-05T10:30:15.25Z",
                "1704450615123|2024-01-05T10:30:15.123Z",
                "1704450615123456|2024-01-05T10:30:15.123456Z",
                "1704450615123456789|2024-01-05T10:30:15.123456789Z",
                "1704450615123.5|2024-01-05T10:30:15.1235Z",
                "0|1970-01-01T00:00:00Z",
                "-86400|1969-12-31T00:00:00Z",
                "946684800|2000-01-01T00:00:00Z",
                "946684800000|2000-01-01T00:00:00Z",
                "9199999999|2261-07-15T11:33:19Z",
                "2024-02-29|2024-02-29T00:00:00Z",
                "2000-02-29|2000-02-29T00:00:00Z",
                "31.12.68|2068-12-31T00:00:00Z",
                "01.01.69|1969-01-01T00:00:00Z",
                "1678-01-01|1678-01-01T00:00:00Z",
                "2261-12-31 23:59:59|2261-12-31T23:59:59Z",
                "'  2024-01-05 10:30:15  '|2024-01-05T10:30:15Z",
                "05. Jan. 2024|2024-01-05T00:00:00Z",
                "5. Januar 2024, 10:30|2024-01-05T10:30:00Z",
                "5. 1. 2024|2024-01-05T00:00:00Z",
                "15-Mär-24|2024-03-15T00:00:00Z",
                "15. Mrz. 2024|2024-03-15T00:00:00Z",
                "15. Dez. 2024 09:30|2024-12-15T09:30:00Z",
                "5 janv. 2024|2024-01-05T00:00:00Z",
                "5 févr. 2024|2024-02-05T00:00:00Z",
                "5 JUIL. 2024|2024-07-05T00:00:00Z",
                "5 août 2024 10:30:15|2024-08-05T10:30:15Z",
                "5 déc. 2024|2024-12-05T00:00:00Z",
                "05-ene-2024|2024-01-05T00:00:00Z",
                "5 de enero de 2024|2024-01-05T00:00:00Z",
                "5/ago/2024|2024-08-05T00:00:00Z",
                "5 gen 2024|2024-01-05T00:00:00Z",
                "5 lug 2024|2024-07-05T00:00:00Z",
                "05/set/2024|2024-09-05T00:00:00Z",
                "5 de março de 2024|2024-03-05T00:00:00Z",
                "out. 2024|2024-10-01T00:00:00Z",
                "marzo de 2024|2024-03-01T00:00:00Z",
                "mars 2024|2024-03-01T00:00:00Z",
                "5 mrt 2024|2024-03-05T00:00:00Z",
                "2024/01|2024-01-01T00:00:00Z",
                "1990q2|1990-04-01T00:00:00Z",
                "1990-Q1|1990-01-01T00:00:00Z",
                "1990m12|1990-12-01T00:00:00Z",
                "=\"2024-01-05\"|2024-01-05T00:00:00Z"
            })
    void shouldReadEveryUsualWriting(String text, Instant expected) {
        TimeParser parser = new TimeParser(null);
        long month = parse(parser, text);
        long time = month == TimeParser.NONE ? parser.dayFirst() : month;

        assertThat(instant(time)).isEqualTo(expected);
        assertThat(parser.format()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Total",
                "Average",
                "n/a",
                "NaT",
                "May",
                "March 5",
                "Jan 24",
                "Jan 2024x",
                "2024Q5",
                "2024M13",
                "2024M1x",
                "2024-Mar",
                "2024-Foo-05",
                "2024-Q0",
                "2024Q",
                "2024Q10",
                "2024-W00",
                "2023-W53",
                "2024-W1",
                "2024-W01-8",
                "2024-367",
                "2023-366",
                "2024-000",
                "13/2024",
                "02/2024 10:30",
                "241305 1030",
                "2024-01-05 10:30 Mars/Phobos",
                "2024-01-05 10:30 CST",
                "2024-01-05 10:30 (CST)",
                "2024-01-05 10:30+19:00",
                "2024-01-05 570",
                "05JAN",
                "05J2024",
                "Jan 52024",
                "1.2.3",
                "1.5",
                "-",
                "2024-1",
                "2024/13",
                "2024/1",
                "2024.01",
                "5 jui 2024",
                "5 lis 2024",
                "5 srp 2024",
                "5 decem 2024",
                "=\"2024-01-05",
                "2024-13",
                "2024-01 10:30x",
                "2024年01月",
                "2024年01-05",
                "113/13/05",
                "113/01",
                "113-01-05",
                "2023-02-29",
                "1900-02-29",
                "2023-02-29 10:00",
                "2024-00-10",
                "2024-13-01",
                "2024-01-00",
                "2024-01-32",
                "2024-04-31",
                "2024-01-05 24:01",
                "2024-01-05 24:00:00.5",
                "2024-01-05 25:00",
                "2024-01-05 10:60",
                "2024-01-05 10:30:61",
                "2024-01-05 10:5",
                "2024-01-05 10:30:",
                "2024-01-05x10:30",
                "2024-01-05 10:30 XYZ",
                "2024-01-05 13:00 PM",
                "2024-01-05 0:30 AM",
                "2024-01-05 10:30+25:00",
                "2024-01-05 10:30+1:7",
                "2024-01-05 10:30+",
                "2024-01-055",
                "2024-01-05 ,",
                "2024-01/05",
                "2024/01-05",
                "13/13/2024",
                "32/01/2024",
                "00/01/2024",
                "02/30/2024",
                "30/02/2024",
                "01/02/202",
                "01/02/20245",
                "01/02",
                "1/2/3",
                "31.04.2024",
                "05.13.2024",
                "05.01.20245",
                "29.02.2023",
                "Feb 30, 2024",
                "Jan 5, 20245",
                "30 Feb 2024",
                "05-Foo-2024",
                "05 Jan 2024 10:30 foo",
                "20230229x",
                "20241301 1030",
                "20240105 2500",
                "1234567 10:00",
                "1704450615x",
                "1704450615 10:30",
                "12345678901234567890",
                "9999999999",
                "9200000001",
                "9223372036",
                "99999999999999",
                "9999999999999999",
                "9999999999999999999",
                "1677-12-31",
                "2262-01-01",
                "2024-01-05 10:30:15 2024-01-05",
                "٢٠٢٤-٠١-٠٥"
            })
    void shouldTakeNothingElseForATime(String text) {
        TimeParser parser = new TimeParser(null);

        assertThat(parse(parser, text)).isEqualTo(TimeParser.NONE);
        assertThat(parser.dayFirst()).isEqualTo(TimeParser.NONE);
        assertThat(parser.isAmbiguous()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "02/01/2024, 2024-02-01, 2024-01-02, true",
        "2/1/2024, 2024-02-01, 2024-01-02, true",
        "02-01-2024, 2024-02-01, 2024-01-02, true",
        "02/01/24, 2024-02-01, 2024-01-02, true",
        "03/03/2024, 2024-03-03, 2024-03-03, true",
        "13/01/2024, , 2024-01-13, true",
        "01/13/2024, 2024-01-13, , true",
        "29/02/2024, , 2024-02-29, true",
        "02.01.2024, 2024-01-02, 2024-01-02, false",
        "2024-02-01, 2024-02-01, 2024-02-01, false",
        "2024/02/01, 2024-02-01, 2024-02-01, false",
        "02 Jan 2024, 2024-01-02, 2024-01-02, false"
    })
    void shouldGiveBothOrdersOfDayAndMonth(String text, LocalDate monthFirst, LocalDate dayFirst, boolean ambiguous) {
        TimeParser parser = new TimeParser(null);
        for (String timeOfDay : new String[] {"", " 10:30", " 10:30:15 PM"}) {
            long time = parse(parser, text + timeOfDay);
            long seconds = timeOfDay.isEmpty() ? 0 : timeOfDay.endsWith("PM") ? 81_015 : 37_800;

            assertThat(time).isEqualTo(nanos(monthFirst, seconds));
            assertThat(parser.dayFirst()).isEqualTo(nanos(dayFirst, seconds));
            assertThat(parser.isAmbiguous()).isEqualTo(ambiguous);
            assertThat(parser.hasTimeOfDay()).isEqualTo(!timeOfDay.isEmpty());
        }
        parse(parser, "2024-01-01");
        assertThat(parser.isAmbiguous()).isFalse();
    }

    @Test
    void shouldReadEveryDayOfTwoCenturiesInEveryWriting() {
        TimeParser parser = new TimeParser(null);
        LocalDate end = LocalDate.of(2101, 1, 1);
        int i = 0;
        for (LocalDate day = LocalDate.of(1900, 1, 1); day.isBefore(end); day = day.plusDays(1), i++) {
            long expected = nanos(day, 0);
            assertThat(parse(parser, day.toString())).as("%s", day).isEqualTo(expected);
            assertThat(parse(parser, day + " 23:59:58")).as("%s", day).isEqualTo(expected + 86_398_000_000_000L);
            String pattern = DATE_WRITINGS[i % DATE_WRITINGS.length];
            String text = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(day);
            assertThat(parse(parser, text)).as(text).isEqualTo(expected);
            assertThat(parser.hasTimeOfDay()).as(text).isFalse();
            assertThat(parse(parser, text + " 07:08:09")).as(text).isEqualTo(expected + 25_689_000_000_000L);
        }
    }

    @Test
    void shouldRejectEveryDayThatAMonthHasNot() {
        TimeParser parser = new TimeParser(null);
        for (int year : new int[] {1900, 2000, 2023, 2024}) {
            for (int month = 0; month <= 13; month++) {
                for (int day = 0; day <= 32; day++) {
                    String text = String.format(Locale.ROOT, "%04d-%02d-%02d", year, month, day);
                    boolean exists = month >= 1
                            && month <= 12
                            && day >= 1
                            && day <= LocalDate.of(year, month, 1).lengthOfMonth();
                    assertThat(parse(parser, text) != TimeParser.NONE).as(text).isEqualTo(exists);
                    assertThat(parse(parser, text + " 10:30") != TimeParser.NONE)
                            .as(text)
                            .isEqualTo(exists);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "dd/MM/uuuu HH:mm, 02/01/2024 10:30, 2024-01-02T10:30:00Z",
        "dd-MMM-yy, 05-JAN-69, 1969-01-05T00:00:00Z",
        "yyMMdd, 991231, 1999-12-31T00:00:00Z",
        "yyMMdd, 680101, 2068-01-01T00:00:00Z",
        "dd.MM.uu[ HH:mm], 31.12.99, 1999-12-31T00:00:00Z",
        "dd 'of' MMM''yy, 31 of Dec'99, 1999-12-31T00:00:00Z",
        "uuuu-DDD, 2024-060, 2024-02-29T00:00:00Z",
        "MMM d uuuu h:mm a, Jan 2 2024 1:30 PM, 2024-01-02T13:30:00Z",
        "uuuu-MM-dd HH:mm:ssXXX, 2024-01-02 10:30:00+02:00, 2024-01-02T08:30:00Z",
        "yyyyMMddHHmmssSSS, 20240102103015123, 2024-01-02T10:30:15.123Z"
    })
    void shouldReadAConfiguredFormat(String pattern, String text, Instant expected) {
        TimeParser parser = new TimeParser(pattern);

        assertThat(instant(parse(parser, text))).isEqualTo(expected);
        assertThat(parser.dayFirst()).isEqualTo(nanos(expected));
        assertThat(parser.isAmbiguous()).isFalse();
        assertThat(parser.format()).isEqualTo(pattern);
        assertThat(parse(parser, "2024-01-02T00:00:00.0Z")).isEqualTo(TimeParser.NONE);
        assertThat(parser.dayFirst()).isEqualTo(TimeParser.NONE);
    }

    @Test
    void shouldReadNothingFromAFormatWithoutADate() {
        assertThat(parse(new TimeParser("HH:mm"), "10:30")).isEqualTo(TimeParser.NONE);
        assertThat(parse(new TimeParser("uuuu-MM-dd"), "9999-01-01")).isEqualTo(TimeParser.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "10:30, true", "9:30, true", "10:30:15, true", "10:30:15.5, true", "10:30 PM, true", "1030, true",
                "103015, true", "25:00, false",
        "10:60, false", "2500, false", "10, false", "10300, true", "abc, false", "'', false", "2024-01-05, false",
                "101.5, false"
    })
    void shouldTellTimesOfDay(String text, boolean expected) {
        assertThat(TimeParser.isTimeOfDay(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "YYYYMM, 202402, 2024-02-01T00:00:00Z",
        "YYYY.MM, 1990.01, 1990-01-01T00:00:00Z",
        "YYYY.MM, 1990.1, 1990-10-01T00:00:00Z",
        "YYYY.MM, 1990.12, 1990-12-01T00:00:00Z",
        "YYYY.MM, 1990.2, ",
        "YYYY.MM, 1990.13, ",
        "YYYY-MM-DD, 1990.01, ",
        "YYYYDDD, 2024060, 2024-02-29T00:00:00Z",
        "YYMMDD, 240229, 2024-02-29T00:00:00Z",
        "YYMMDD, 991231, 1999-12-31T00:00:00Z",
        "days since 1899-12-30, 45351, 2024-02-29T00:00:00Z",
        "days since 1899-12-30, 45351.25, 2024-02-29T06:00:00Z",
        "Unix seconds, 202402, 1970-01-03T08:13:22Z",
        "'', 202402, 1970-01-03T08:13:22Z",
        "YYYYMM, 202413, ",
        "YYYYMM, 020240, ",
        "YYYYMM, 20240, ",
        "YYYYDDD, 2023366, ",
        "YYMMDD, 240230, ",
        "days since 1899-12-30, 19999, ",
        "YYYY-MM-DD, 60, ",
        "YYYY-MM-DD, 1704450615, 2024-01-05T10:30:15Z",
        "YYYYMM, 2024-02-29, 2024-02-29T00:00:00Z"
    })
    void shouldReadShortNumbersAsTheOthersOfTheirColumn(String column, String text, Instant expected) {
        TimeParser parser = new TimeParser(null, column);

        assertThat(parse(parser, text)).isEqualTo(expected == null ? TimeParser.NONE : nanos(expected));
    }

    /** Of usual times mixed with others: each stretch ends before the first that is read in another way. */
    @Test
    void shouldReadManyUsualTimesAsEachOfThem() {
        Random random = new Random(3);
        int usual = 0;
        for (int run = 0; run < 3000; run++) {
            List<String> texts = texts(random);
            ByteArrayOutputStream joined = new ByteArrayOutputStream();
            int[] from = new int[texts.size()];
            int[] to = new int[texts.size()];
            for (int i = 0; i < texts.size(); i++) {
                from[i] = joined.size();
                joined.writeBytes(texts.get(i).getBytes(StandardCharsets.UTF_8));
                to[i] = joined.size();
                joined.write(random.nextBoolean() ? ',' : '0');
            }
            byte[] bytes = PaddedBytes.bytes(joined.toString(StandardCharsets.UTF_8));
            int absent = random.nextInt(4 * texts.size());
            if (absent < texts.size()) {
                from[absent] = ~from[absent];
            }
            TimeParser parser = new TimeParser(null);
            TimeParser each = new TimeParser(null);
            long[] times = new long[texts.size()];
            for (int first = 0; first < texts.size(); first++) {
                int next = parser.parseUsual(bytes, from, to, first, texts.size(), times);
                assertThat(next).isBetween(first, texts.size());
                for (int row = first; row < next; row++) {
                    assertThat(from[row]).isNotNegative();
                    assertThat(times[row]).as(texts.get(row)).isEqualTo(parse(each, texts.get(row)));
                    assertThat(times[row]).as(texts.get(row)).isNotEqualTo(TimeParser.NONE);
                    assertThat(each.isAmbiguous()).isFalse();
                }
                usual += next - first;
                first = Math.max(next, first);
            }
        }
        assertThat(usual).isGreaterThan(10_000);
        assertThat(new TimeParser("uuuu")
                        .parseUsual(PaddedBytes.bytes("1704067200"), new int[1], new int[] {10}, 0, 1, new long[1]))
                .isZero();
    }

    private static List<String> texts(Random random) {
        List<String> texts = new ArrayList<>();
        long second = random.nextInt(1_000_000_000) + (random.nextInt(5) == 0 ? 8_800_000_000L : 1_000_000_000L);
        int kind = random.nextInt(5);
        int count = 1 + random.nextInt(30);
        for (int i = 0; i < count; i++) {
            second += random.nextInt(3) * (random.nextInt(4) == 0 ? 86_400 : 60);
            LocalDateTime time = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
            String text =
                    switch (kind) {
                        case 0 ->
                            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").format(time);
                        case 1 ->
                            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").format(time);
                        case 2 -> Long.toString(second);
                        case 3 -> second + "123";
                        default -> second + "123456";
                    };
            if (random.nextInt(20) == 0) {
                int at = random.nextInt(text.length());
                text = text.substring(0, at) + "09 -:Tx/.ü".charAt(random.nextInt(10)) + text.substring(at + 1);
            }
            texts.add(random.nextInt(40) == 0 ? "2024-01-05" : text);
        }
        return texts;
    }

    private static long parse(TimeParser parser, String text) {
        byte[] bytes = PaddedBytes.bytes("x" + text + "9");
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        return parser.parse(bytes, 1, 1 + length);
    }

    private static Instant instant(long nanos) {
        assertThat(nanos).isNotEqualTo(TimeParser.NONE);
        return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
    }

    private static long nanos(LocalDate day, long seconds) {
        return day == null ? TimeParser.NONE : (day.toEpochDay() * 86_400 + seconds) * 1_000_000_000L;
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }
}
