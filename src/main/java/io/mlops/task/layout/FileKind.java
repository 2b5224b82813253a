package io.mlops.task.layout;

import io.mlops.task.compression.Compression;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Files that are often taken for CSV files, recognised by their first bytes. */
public enum FileKind {
    EXCEL_97("an Excel workbook", "save it as CSV", "\u00d0\u00cf\u0011\u00e0"),
    PARQUET("a Parquet file", "convert it to CSV, in pandas with read_parquet and to_csv", "PAR1\u0015"),
    ARROW("an Arrow file", "convert it to CSV, in pandas with read_feather and to_csv", "ARROW1\0"),
    HDF5("an HDF5 file", "convert it to CSV, in pandas with read_hdf and to_csv", "\u0089HDF"),
    PDF("a PDF document", "download the data as CSV", "%PDF-"),
    SQLITE("an SQLite database", "export the table as CSV", "SQLite format 3"),
    SEVEN_ZIP("a 7z archive", "unpack it", "7z\u00bc\u00af"),
    RAR("a RAR archive", "unpack it", "Rar!\u001a"),
    HTML(
            "an HTML page, such as a login or an error page",
            "download the data itself",
            "<!doctype html",
            "<html>",
            "<html ",
            "<!--",
            "<head>",
            "<body",
            "<table",
            "<script"),
    XML("an XML document", "convert it to CSV", "<?xml"),
    JSON("a JSON document", "convert it to CSV, in pandas with read_json and to_csv", "{\"", "{}", "[{", "[[", "[\"");

    private static final int TAR_MAGIC_AT = 257;
    private static final String TAR_MAGIC = "ustar";
    private static final int LONGEST = 15;

    private final String what;
    private final String remedy;
    /** Possible first bytes. */
    @SuppressWarnings("ImmutableEnumChecker") // an immutable list
    private final List<String> starts;

    FileKind(String what, String remedy, String... starts) {
        this.what = what;
        this.remedy = remedy;
        this.starts = List.of(starts);
    }

    /** Returns what the file is instead of CSV, and what to do; null if it is none of these kinds. */
    public static @Nullable String rejection(byte[] head) {
        int mark = TextEncoding.markLength(head);
        String text = text(head, mark, head.length - mark).stripLeading();
        boolean bracket = text.startsWith("[") || text.startsWith("{");
        String start = bracket ? text.charAt(0) + text.substring(1).stripLeading() : text;
        String lower = start.substring(0, Math.min(LONGEST, start.length())).toLowerCase(Locale.ROOT);
        for (FileKind kind : values()) {
            for (String expected : kind.starts) {
                if (start.startsWith(expected) || lower.startsWith(expected)) {
                    return "is " + kind.what + ": " + kind.remedy;
                }
            }
        }
        Compression inner = Compression.of(head);
        if (inner != Compression.NONE) {
            return "is " + inner.label() + " data within compressed data: decompress it once";
        }
        boolean tar = head.length > TAR_MAGIC_AT + TAR_MAGIC.length()
                && text(head, TAR_MAGIC_AT, TAR_MAGIC.length()).equals(TAR_MAGIC);
        return tar ? "is a tar archive: unpack it" : null;
    }

    private static String text(byte[] bytes, int from, int length) {
        int count = Math.min(length, 4 * LONGEST);
        return new String(bytes, from, Math.min(count, bytes.length - from), StandardCharsets.ISO_8859_1);
    }
}
