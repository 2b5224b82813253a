package io.mlops.task.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubmissionTest {

    @Test
    void shouldDistinguishLabelsWhateverTheirValues() {
        List<Map<String, String>> labels = List.of(
                Map.of(),
                Map.of("a", "b, c=d"),
                Map.of("a", "b", "c", "d"),
                Map.of("a", "b\\, c=d"),
                Map.of("a", "b\\", "c", "d"),
                Map.of("a", "b\\\\, c=d"));
        Set<String> fingerprints = new HashSet<>();
        labels.forEach(each -> fingerprints.add(fingerprint(each)));
        assertThat(fingerprints).hasSameSizeAs(labels);
    }

    private static String fingerprint(Map<String, String> labels) {
        RunInput input = new RunInput("a.csv", true, null, 5, "ab");
        return new Submission("signal", input, null, "seed: 1", labels, new Submission.Options("key", null, null, null))
                .fingerprint();
    }
}
