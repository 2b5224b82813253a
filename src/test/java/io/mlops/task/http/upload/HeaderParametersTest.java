package io.mlops.task.http.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.http.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderParametersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "form-data; filename=a.csv                      | a.csv",
                "form-data; filename=\"a b.csv\"               | a b.csv",
                "form-data;filename = \"a;b=c.csv\" ;name=x    | a;b=c.csv",
                "form-data; FileName=\"a.csv\"                 | a.csv",
                "form-data; filename=\"a\\\"b.csv\"           | a\"b.csv",
                "form-data; filename=\"C:\\data\\a.csv\"       | C:\\data\\a.csv",
                "form-data; filename=\"a.csv                   | a.csv",
                "form-data; filename=\"\"                      | ``",
                "form-data; filename*=UTF-8''caf%C3%A9.csv    | café.csv",
                "form-data; filename*=utf-8'en'a.csv          | a.csv",
                "form-data; filename*=UTF-8''a+b%20c.csv      | a+b c.csv",
                "form-data; filename*=ISO-8859-1''caf%e9.csv  | café.csv",
                "form-data; filename=x; filename*=UTF-8''y    | y",
                "form-data; filename*=UTF-8''y; filename=x    | y",
            })
    void shouldReadAFileName(String header, String name) {
        assertThat(HeaderParameters.parse(header).getExtended("filename")).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTF-8''50%.csv",
                "UTF-8''%",
                "UTF-8''a%4",
                "UTF-8''%zz",
                "UTF-8''%ff%fe",
                "UTF-8'a.csv",
                "a.csv",
                "bogus''a.csv",
                "''a.csv"
            })
    void shouldRejectAnInvalidExtendedValue(String value) {
        HeaderParameters parameters = HeaderParameters.parse("form-data; filename*=" + value);
        assertThatThrownBy(() -> parameters.getExtended("filename"))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("filename*: must be a charset (UTF-8 or ISO-8859-1)")
                .hasMessageEndingWith("was \"" + value + '"');
    }

    @Test
    void shouldRejectAParameterThatOccursTwice() {
        assertThatThrownBy(() -> HeaderParameters.parse("form-data; name=a; NAME=b"))
                .isInstanceOf(ProblemException.class)
                .hasMessage("\"name\" must occur once in a header");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "form-data", ";;;;", "form-data; name", "form-data; xname=a"})
    void shouldHaveNoNameWhereThereIsNone(String header) {
        assertThat(HeaderParameters.parse(header).get("name")).isNull();
    }
}
