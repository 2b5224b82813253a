package io.mlops.task.compression;

import io.mlops.task.bytes.BulkInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** The only file in a zip archive that comes from a pipe. That there are others is known only after the first. */
final class ZipEntryStream extends BulkInputStream {
    /** How the JDK says that a file which is not compressed is cut off. */
    private static final String UNEXPECTED_END = "unexpected EOF";

    private final ZipInputStream archive;
    private final String name;
    private boolean started;
    private boolean ended;

    ZipEntryStream(InputStream compressed) throws IOException {
        this.archive = new ZipInputStream(compressed, StandardCharsets.ISO_8859_1);
        String first = nextFile();
        if (first == null) {
            throw ZipNames.notOne(List.of());
        }
        this.name = first;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = ended ? -1 : readEntry(into, offset, length);
        if (read < 0 && !ended) {
            ended = true;
            rejectOthers();
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }

    private int readEntry(byte[] into, int offset, int length) throws IOException {
        try {
            return archive.read(into, offset, length);
        } catch (ZipException e) {
            throw UNEXPECTED_END.equals(e.getMessage())
                    ? (EOFException) new EOFException(UNEXPECTED_END).initCause(e)
                    : e;
        }
    }

    private void rejectOthers() throws IOException {
        List<String> names = new ArrayList<>(List.of(name));
        for (String next = nextFile(); next != null; next = nextFile()) {
            names.add(next);
        }
        if (names.size() > 1) {
            throw ZipNames.notOne(names);
        }
    }

    private @Nullable String nextFile() throws IOException {
        ZipEntry entry = nextEntry();
        while (entry != null && ZipNames.isSkipped(entry.getName())) {
            entry = nextEntry();
        }
        if (entry != null) {
            ZipNames.rejectOfficeDocument(entry.getName());
        }
        return entry == null ? null : entry.getName();
    }

    private @Nullable ZipEntry nextEntry() throws IOException {
        try {
            ZipEntry entry = archive.getNextEntry();
            if (entry == null && !started) {
                throw new EOFException("no whole header");
            }
            started = true;
            return entry;
        } catch (ZipException e) {
            throw String.valueOf(e.getMessage()).contains("encrypted") ? ZipNames.encrypted() : e;
        } catch (IllegalArgumentException e) {
            throw (ZipException) new ZipException("the name of a file is not valid").initCause(e);
        }
    }
}
