package io.mlops.task.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineShapesTest {
    private final LineShapes shapes = new LineShapes();

    @Test
    void shouldReadEachLineByItsOwnShape() {
        List<String> lines = List.of("a,1.5,x\n", "a,12.5,x\n", "a,123.5,x\n", "a,1234.5,x\n");
        lines.forEach(line -> shapes.learn(LineShapeTest.shapeOrNull(line, 1)));
        for (int i = 0; i < 20; i++) {
            String line = lines.get(i * i % 4);
            assertThat(values(line + line)).containsExactly(number(line), number(line));
        }
    }

    @Test
    void shouldFindNothingInALineOfNoShapeThatIsKnown() {
        assertThat(values("a,1.5,x\n")).isEmpty();
        shapes.learn(LineShapeTest.shapeOrNull("a,1.5,x\n", 1));
        assertThat(values("a,12.5,x\n")).isEmpty();
        assertThat(values("a,2.5,x\n")).containsExactly(2.5);
    }

    @Test
    void shouldKnowTheShapesMetLast() {
        for (int width = 1; width <= 20; width++) {
            shapes.learn(LineShapeTest.shapeOrNull("a".repeat(width) + ",1.5,x\n", 1));
            assertThat(values("b".repeat(width) + ",2.5,y\n")).containsExactly(2.5);
        }
        assertThat(values("b".repeat(19) + ",2.5,y\n")).containsExactly(2.5);
        assertThat(values("b,2.5,y\n")).isEmpty();
    }

    @Test
    void shouldWantLessAndLessOfLinesThatAreNotAlike() {
        int wanted = 0;
        for (int i = 0; i < 10_000; i++) {
            if (shapes.wants()) {
                wanted++;
                shapes.learn(null);
            }
        }
        assertThat(wanted).isBetween(10, 30);
    }

    private List<Double> values(String text) {
        byte[] bytes = Padded.bytes(text);
        int[] begins = new int[65];
        int lines = shapes.match(bytes, text.length(), begins);
        double[] values = new double[65];
        int read = lines == 0 ? 0 : shapes.read(bytes, begins, lines, values, 0);
        assertThat(read).isEqualTo(lines);
        List<Double> list = new ArrayList<>();
        for (int i = 0; i < read; i++) {
            list.add(values[i]);
        }
        return list;
    }

    private static double number(String line) {
        return Double.parseDouble(line.split(",", -1)[1]);
    }
}
