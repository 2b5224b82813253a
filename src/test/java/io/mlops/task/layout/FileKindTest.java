package io.mlops.task.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileKindTest {
    static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1", "is an Excel workbook: save it as CSV"),
                Arguments.of("PAR1\u0015\u0004", "is a Parquet file: convert it to CSV"),
                Arguments.of("ARROW1\0\0", "is an Arrow file: convert it to CSV"),
                Arguments.of("\u0089HDF\r\n", "is an HDF5 file: convert it to CSV"),
                Arguments.of("%PDF-1.7", "is a PDF document: download the data as CSV"),
                Arguments.of("SQLite format 3\0", "is an SQLite database: export"),
                Arguments.of("7z\u00bc\u00af'", "is a 7z archive: unpack it"),
                Arguments.of("Rar!\u001a", "is a RAR archive: unpack it"),
                Arguments.of("<!DOCTYPE HTML PUBLIC", "is an HTML page"),
                Arguments.of("\r\n  <html lang='en'>", "is an HTML page"),
                Arguments.of("<!-- cached --><!DOCTYPE html>", "is an HTML page"),
                Arguments.of("<table border='1'><tr>", "is an HTML page"),
                Arguments.of("<?xml version='1.0'?>", "is an XML document: convert it to CSV"),
                Arguments.of("{\"s\":1}", "is a JSON document: convert it to CSV"),
                Arguments.of("{ \"s\": 1}", "is a JSON document"),
                Arguments.of("{\n  \"s\": 1}", "is a JSON document"),
                Arguments.of("{}", "is a JSON document"),
                Arguments.of("\u001f\u008b\b\0", "is gzip data within compressed data: decompress it once"),
                Arguments.of("PK\u0003\u0004", "is zip data within compressed data: decompress it once"),
                Arguments.of("[{\"close\":1}]", "is a JSON document"),
                Arguments.of("[\n  {\n", "is a JSON document"),
                Arguments.of("[[1,2]]", "is a JSON document"),
                Arguments.of("[\"a\"]", "is a JSON document"),
                Arguments.of("\u00ef\u00bb\u00bf{\"s\":1}", "is a JSON document"),
                Arguments.of("\u00ef\u00bb\u00bf<html>", "is an HTML page"));
    }

    /** Each start is one of bytes, written as characters up to U+00FF. */
    @ParameterizedTest
    @MethodSource("others")
    void shouldRecogniseWhatIsNoCsvFile(String start, String rejection) {
        assertThat(FileKind.rejection(start.getBytes(StandardCharsets.ISO_8859_1)))
                .startsWith(rejection);
        byte[] longer = Arrays.copyOf(start.getBytes(StandardCharsets.ISO_8859_1), 4096);
        assertThat(FileKind.rejection(longer)).startsWith(rejection);
    }

    @Test
    void shouldRecogniseATarArchive() {
        byte[] tar = new byte[512];
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);

        assertThat(FileKind.rejection(tar)).isEqualTo("is a tar archive: unpack it");
        assertThat(FileKind.rejection(Arrays.copyOf(tar, 261))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "time,close\n",
                "{a},b\n1,2\n",
                "{time},{close}\n",
                "[time],[close]\n",
                "[a\n",
                "[",
                "{",
                "PAR1,PAR2,close\n",
                "par1;close\n",
                "ARROW1,close\n",
                "rar,close\n",
                "Rare,close\n",
                "<DATE>\t<TIME>\t<OPEN>\t<CLOSE>\n",
                "<html_size>,close\n",
                "<TICKER>;<PER>\n",
                "%PDF,close\n",
                "SQLite format,close\n",
                "7z,close\n",
                "-1,2\n",
                "\"{\"\"a\"\": 1}\",close\n"
            })
    void shouldNotTakeCsvTextForAnythingElse(String text) {
        assertThat(FileKind.rejection(text.getBytes(StandardCharsets.UTF_8))).isNull();
    }
}
