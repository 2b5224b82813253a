package io.mlops.task.model.housing;

import io.mlops.task.model.data.Doubles;
import io.mlops.task.model.data.ModelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A table as CSV in the 8-feature form; what is written is read back to the last bit. */
public final class TableCsv {
    private TableCsv() {}

    public static byte[] bytes(Dataset table) {
        StringBuilder text = new StringBuilder(table.rows() * 96);
        text.append(String.join(",", Feature.titles())).append(",target\n");
        for (int r = 0; r < table.rows(); r++) {
            for (double value : table.row(r)) {
                text.append(Doubles.toPlainString(value)).append(',');
            }
            text.append(Doubles.toPlainString(table.target(r))).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    public static Dataset read(Path file) throws ModelException {
        return HousingCsvReader.read(file).table();
    }
}
