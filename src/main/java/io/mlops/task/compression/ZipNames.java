package io.mlops.task.compression;

import io.mlops.task.text.SafeText;
import java.util.List;

/** Which of the files in a zip archive is the data. */
final class ZipNames {
    private static final int MAX_LISTED = 20;
    private static final String OFFICE_DOCUMENT = "[Content_Types].xml";
    private static final String MAC_METADATA = "__MACOSX/";

    private ZipNames() {}

    /** Whether an entry is no data: a directory, or what macOS adds. */
    static boolean isSkipped(String name) {
        return name.endsWith("/")
                || name.startsWith(MAC_METADATA)
                || name.endsWith("/.DS_Store")
                || name.equals(".DS_Store");
    }

    static void rejectOfficeDocument(String name) throws ArchiveException {
        if (name.equals(OFFICE_DOCUMENT) || name.equals("_rels/.rels")) {
            throw new ArchiveException("the file is an Excel workbook: save it as CSV");
        }
    }

    static ArchiveException encrypted() {
        return new ArchiveException("the zip archive is encrypted: unpack it");
    }

    /** @param names of all files in the archive */
    static ArchiveException notOne(List<String> names) {
        if (names.isEmpty()) {
            return new ArchiveException("the zip archive has no file in it");
        }
        StringBuilder listed = new StringBuilder();
        for (int i = 0; i < names.size() && i < MAX_LISTED; i++) {
            listed.append(i == 0 ? "" : ", ").append(SafeText.excerpt(names.get(i)));
        }
        return new ArchiveException("the zip archive has " + names.size() + " files, must have one: " + listed
                + (names.size() > MAX_LISTED ? ", …" : "") + "; unpack it and name the file to read");
    }
}
