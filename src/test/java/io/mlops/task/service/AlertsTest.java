package io.mlops.task.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AlertsTest {
    @Test
    void shouldHaveAHeadingInTheGuideThatTheAlertLinksTo() throws IOException {
        String rules = Files.readString(Path.of("config/alerts.yml"));
        String guide = Files.readString(Path.of("docs/operations.md"));
        List<String> alerts = found("(?m)^ +- alert: (\\w+)$", rules);
        List<String> runbooks = found("runbook: docs/operations.md#(\\S+)", rules);
        assertThat(alerts).hasSizeGreaterThan(20).isSubsetOf(found("(?m)^### (\\w+)$", guide));
        assertThat(runbooks)
                .containsExactlyElementsOf(
                        alerts.stream().map(AlertsTest::anchor).toList());
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT);
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
