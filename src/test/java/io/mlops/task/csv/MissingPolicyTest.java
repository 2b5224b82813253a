package io.mlops.task.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.layout.MissingPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MissingPolicyTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 1000})
    void shouldRejectTheFirstOne(int blockSize) throws IOException {
        assertThat(read("close,text\n1,a\n,b\nNaN,c\nx,d\n", MissingPolicy.ERROR, blockSize))
                .isEqualTo("error: line 3, column \"close\": no value, and the configuration says missing: error\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 1000})
    void shouldNameAnotherProblemThatComesFirst(int blockSize) throws IOException {
        assertThat(read("close,text\n1,a\nx,b\n,c\n", MissingPolicy.ERROR, blockSize))
                .isEqualTo(
                        "error: line 3, column \"close\": must be a number, was \"x\"; if it means a missing value, set"
                                + " na_values: [\"x\"]\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 1000})
    void shouldDropThemButCountTheirRows(int blockSize) throws IOException {
        assertThat(read("close,text\n1,a\n,b\n3,c\nNA,d\n5,e\n", MissingPolicy.DROP, blockSize))
                .isEqualTo("rows: 5\nmissing: 2\n1.0\n3.0\n5.0\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 1000})
    void shouldKeepThem(int blockSize) throws IOException {
        assertThat(read("close,text\n1,a\n,b\n3,c\n", MissingPolicy.KEEP, blockSize))
                .isEqualTo("rows: 3\nmissing: 1\n1.0\nNaN\n3.0\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 1000})
    void shouldKeepThemAsFormulas(int blockSize) throws IOException {
        assertThat(read("close,text\n=\"1\",a\n=\"\",b\n\"=\"\"N/A\"\"\",c\n=\" \",d\n", MissingPolicy.KEEP, blockSize))
                .isEqualTo("finding: Prices are written as Excel text formulas, such as =\"1.5\", first in line 2\n"
                        + "rows: 4\nmissing: 3\n1.0\nNaN\nNaN\nNaN\n");
    }

    private String read(String text, MissingPolicy missing, int blockSize) throws IOException {
        Path file = Files.writeString(directory.resolve("file.csv"), text);
        return ReadResult.of(file, ColumnQuery.of("close", missing, 2), new ColumnScan.Options(blockSize, true));
    }
}
