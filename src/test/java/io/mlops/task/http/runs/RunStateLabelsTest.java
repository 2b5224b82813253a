package io.mlops.task.http.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.run.RunState;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.junit.jupiter.api.Test;

/** Annotations need literals, so the labels of the states are compared with them here. */
class RunStateLabelsTest {

    @Test
    void shouldDescribeTheStatesOfARun() throws Exception {
        Schema schema = RunView.class.getDeclaredField("state").getAnnotation(Schema.class);
        assertThat(schema.enumeration()).containsExactlyElementsOf(RunState.LABELS);
    }

    @Test
    void shouldDescribeTheStatesToFilterBy() {
        List<Schema> schemas = new ArrayList<>();
        for (Method method : RunsResource.class.getDeclaredMethods()) {
            for (Parameter parameter : method.getParameters()) {
                QueryParam query = parameter.getAnnotation(QueryParam.class);
                if (query != null && query.value().equals("state")) {
                    schemas.add(parameter.getAnnotation(Schema.class));
                }
            }
        }
        assertThat(schemas).singleElement().satisfies(schema -> assertThat(schema.enumeration())
                .containsExactlyElementsOf(RunState.LABELS));
    }
}
