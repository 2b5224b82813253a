package io.mlops.task.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.Concurrent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Concurrent
class ZipTest {
    private static final String TEXT = "time,close\n" + "2024-01-02,101.5\n".repeat(30);

    @TempDir
    Path directory;

    /** A file is read by its directory, a pipe from the start. */
    enum Source {
        FILE,
        PIPE
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadTheOnlyFileWhereverItIs(Source source) throws IOException {
        assertThat(read(source, zip("prices.csv"))).isEqualTo(TEXT);
        assertThat(read(source, zip("data/", "data/prices.csv"))).isEqualTo(TEXT);
        assertThat(read(source, zip("prices.csv", "__MACOSX/", "__MACOSX/._prices.csv", ".DS_Store")))
                .isEqualTo(TEXT);
        assertThat(read(source, zip("__MACOSX/._prices.csv", "a/.DS_Store", "a/prices.csv")))
                .isEqualTo(TEXT);
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadByteByByte(Source source) throws IOException {
        StringBuilder text = new StringBuilder();
        try (InputStream stream = open(source, zip("prices.csv"))) {
            for (int b = stream.read(); b >= 0; b = stream.read()) {
                text.append((char) b);
            }
        }
        assertThat(text).hasToString(TEXT);

        assertThatThrownBy(() -> {
                    try (InputStream stream = open(source, zip("a.csv", "b.csv"))) {
                        while (stream.read() >= 0) {}
                    }
                })
                .isInstanceOf(ArchiveException.class);
    }

    @ParameterizedTest
    @EnumSource
    void shouldListTheFilesIfThereAreSeveral(Source source) {
        assertThatThrownBy(() -> read(source, zip("a.csv", "x/", "x/b.csv", "__MACOSX/._a.csv")))
                .isInstanceOf(ArchiveException.class)
                .hasMessage(
                        "the zip archive has 2 files, must have one: a.csv, x/b.csv; unpack it and name the file to read");
    }

    @ParameterizedTest
    @EnumSource
    void shouldListOnlySomeOfManyFiles(Source source) {
        String[] names = new String[30];
        Arrays.setAll(names, i -> i + ".csv");

        assertThatThrownBy(() -> read(source, zip(names)))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("has 30 files")
                .hasMessageContaining("18.csv, 19.csv, …; unpack");
    }

    @ParameterizedTest
    @EnumSource
    void shouldRejectAnArchiveWithoutAFile(Source source) {
        assertThatThrownBy(() -> read(source, zip("data/", "__MACOSX/._a.csv")))
                .isInstanceOf(ArchiveException.class)
                .hasMessage("the zip archive has no file in it");
    }

    @ParameterizedTest
    @EnumSource
    void shouldNameExcelAsWhatItIs(Source source) {
        assertThatThrownBy(() -> read(source, zip("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml")))
                .isInstanceOf(ArchiveException.class)
                .hasMessage("the file is an Excel workbook: save it as CSV");
        assertThatThrownBy(() -> read(source, zip("xl/workbook.xml", "[Content_Types].xml")))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("Excel");
    }

    @ParameterizedTest
    @EnumSource
    void shouldRejectAnEncryptedFile(Source source) throws IOException {
        byte[] encrypted = stored(TEXT);
        encrypted[6] |= 1;
        encrypted[find(encrypted, "PK\1\2") + 8] |= 1;

        assertThatThrownBy(() -> read(source, encrypted))
                .isInstanceOf(ArchiveException.class)
                .hasMessage("the zip archive is encrypted: unpack it");
    }

    @ParameterizedTest
    @EnumSource
    void shouldRejectAnUnknownMethod(Source source) throws IOException {
        byte[] unknown = stored(TEXT);
        unknown[8] = 14;
        unknown[find(unknown, "PK\1\2") + 10] = 14;

        assertThatThrownBy(() -> read(source, unknown)).isInstanceOfAny(ArchiveException.class, ZipException.class);
    }

    @ParameterizedTest
    @EnumSource
    void shouldCheckTheChecksum(Source source) throws IOException {
        byte[] damaged = stored(TEXT);
        damaged[find(damaged, "101.5")] = '9';

        assertThatThrownBy(() -> read(source, damaged)).isInstanceOf(ZipException.class);
    }

    @ParameterizedTest
    @EnumSource
    void shouldReportAFileThatIsCutOff(Source source) throws IOException {
        for (byte[] good : new byte[][] {stored(TEXT), zip("prices.csv")}) {
            int directoryAt = find(good, "PK\1\2");
            int end = source == Source.FILE ? good.length : directoryAt;
            for (int length = 4; length < end; length++) {
                byte[] cut = Arrays.copyOf(good, length);
                try {
                    assertThat(read(source, cut)).as("after %d bytes", length).isEqualTo(TEXT);
                    assertThat(source).as("after %d bytes", length).isEqualTo(Source.PIPE);
                } catch (EOFException e) {
                    assertThat(e).hasMessageNotContaining("null");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldNeverReadDamagedDataAsAnotherText(Source source) throws IOException {
        for (byte[] good : new byte[][] {stored(TEXT), zip("prices.csv")}) {
            int errors = 0;
            for (int i = 4; i < good.length; i++) {
                for (int mask : new int[] {1, 0x20, 0xff}) {
                    byte[] damaged = good.clone();
                    damaged[i] ^= (byte) mask;
                    try {
                        assertThat(read(source, damaged))
                                .as("byte %d ^ %x", i, mask)
                                .isEqualTo(TEXT);
                    } catch (ZipException | EOFException | ArchiveException e) {
                        errors++;
                    }
                }
            }
            assertThat(errors).isPositive();
        }
    }

    private String read(Source source, byte[] archive) throws IOException {
        try (InputStream stream = open(source, archive)) {
            return new String(stream.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private InputStream open(Source source, byte[] archive) throws IOException {
        if (source == Source.PIPE) {
            return Compression.ZIP.decompress(new ByteArrayInputStream(archive), 16);
        }
        FileChannel channel = FileChannel.open(Files.write(directory.resolve("archive"), archive));
        try {
            return Compression.unzip(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static byte[] zip(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (String name : names) {
                out.putNextEntry(new ZipEntry(name));
                if (!name.endsWith("/")) {
                    out.write(TEXT.getBytes(StandardCharsets.US_ASCII));
                }
                out.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] stored(String text) throws IOException {
        byte[] data = text.getBytes(StandardCharsets.US_ASCII);
        CRC32 checksum = new CRC32();
        checksum.update(data);
        ZipEntry entry = new ZipEntry("prices.csv");
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(data.length);
        entry.setCrc(checksum.getValue());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(entry);
            out.write(data);
            out.closeEntry();
        }
        return bytes.toByteArray();
    }

    private static int find(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }
}
