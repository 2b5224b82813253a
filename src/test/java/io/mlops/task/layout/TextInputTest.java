package io.mlops.task.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.Concurrent;
import io.mlops.task.compression.Compression;
import io.mlops.task.layout.Dialect.HeaderPlace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

@Concurrent
class TextInputTest {
    private static final String TEXT = "time,close\n" + "2024-01-02,101.5\n".repeat(20_000);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ZSTD")
    void shouldReadTheTextOfEveryCompressionAndEncoding(Compression compression) throws Exception {
        for (Charset charset :
                new Charset[] {StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE}) {
            for (int footer : new int[] {0, 2}) {
                byte[] file = compress(compression, TEXT.getBytes(charset));
                try (TextInput input = open(file, dialect(null, footer))) {
                    assertThat(input.compression()).isEqualTo(compression.label());
                    assertThat(input.encoding()).isEqualTo(charset);
                    assertThat(input.fileSize()).isEqualTo(file.length);
                    assertThat(input.isComplete()).isFalse();
                    assertThat(text(input)).isEqualTo(TEXT.substring(0, TEXT.length() - 17 * footer));
                }
            }
        }
    }

    @Test
    void shouldGrowItsHeadUntilTheTextEnds() throws Exception {
        for (Compression compression : new Compression[] {Compression.NONE, Compression.GZIP}) {
            try (TextInput input = open(compress(compression, TEXT.getBytes(StandardCharsets.UTF_8)), Dialect.AUTO)) {
                while (!input.isComplete()) {
                    int before = input.head().length;
                    input.readMore();
                    assertThat(input.head().length).isGreaterThan(before);
                }
                assertThat(new String(input.head(), StandardCharsets.UTF_8)).isEqualTo(TEXT);
            }
        }
    }

    @Test
    void shouldReadAConfiguredEncoding() throws Exception {
        byte[] latin = "größe;€\n1;2\n".getBytes("windows-1252");

        try (TextInput input = open(latin, dialect(Charset.forName("windows-1252"), 0))) {
            assertThat(text(input)).isEqualTo("größe;€\n1;2\n");
        }
        try (TextInput input = open(latin, Dialect.AUTO)) {
            assertThat(input.encoding()).isEqualTo(StandardCharsets.UTF_8);
            assertThat(input.head()).isEqualTo(latin);
        }
    }

    @Test
    void shouldSayWhichEncodingTheTextHasNot() {
        byte[] latin = "größe;close\n1;2\n".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> open(latin, dialect(StandardCharsets.US_ASCII, 0)))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining("encoding");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"close\": 1}|the file is a JSON document: convert it to CSV, in pandas with read_json and to_csv",
                "<html><body>|the file is an HTML page, such as a login or an error page: download the data itself",
                "<?xml version=\"1.0\"?>|the file is an XML document: convert it to CSV"
            })
    void shouldNameWhatTheFileIsInstead(String text, String message) throws IOException {
        for (Compression compression : new Compression[] {Compression.NONE, Compression.GZIP, Compression.ZIP}) {
            for (Charset charset : new Charset[] {StandardCharsets.UTF_8, StandardCharsets.UTF_16LE}) {
                byte[] file = compress(compression, text.getBytes(charset));
                assertThatThrownBy(() -> open(file, Dialect.AUTO))
                        .isInstanceOf(UnreadableFileException.class)
                        .hasMessage(message);
            }
        }
    }

    @Test
    void shouldRefuseBinaryData() {
        assertThatThrownBy(() -> open("time,close\n1,\0\n".getBytes(StandardCharsets.UTF_8), Dialect.AUTO))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessage("the file must be CSV text, was binary: a NUL byte at offset 13");
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZIP", "BZIP2", "XZ"})
    void shouldSayThatTheFileIsCutOffOrDamaged(Compression compression) throws Exception {
        byte[] good = compress(compression, "time,close\n1,2\n".getBytes(StandardCharsets.UTF_8));
        String name = compression.label();

        for (int length = Compression.MAGIC_LENGTH; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> read(cut))
                    .as("after %d bytes", length)
                    .isInstanceOf(UnreadableFileException.class)
                    .hasMessage("the " + name + " data ends too early; the file is cut off");
        }
        int damaged = 0;
        for (int i = Compression.MAGIC_LENGTH; i < good.length; i++) {
            byte[] bytes = good.clone();
            bytes[i] ^= 0x55;
            try {
                assertThat(read(bytes)).isEqualTo("time,close\n1,2\n");
            } catch (UnreadableFileException e) {
                damaged += e.getMessage().startsWith("the " + name + " data is damaged: ") ? 1 : 0;
            }
        }
        assertThat(damaged).isGreaterThan(3);
    }

    @Test
    void shouldCountBytesBehindTheCompressedData() throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(compress(Compression.GZIP, TEXT.getBytes(StandardCharsets.UTF_8)));
        file.writeBytes("rest".getBytes(StandardCharsets.UTF_8));
        for (int footer : new int[] {0, 1}) {
            try (TextInput input = open(file.toByteArray(), dialect(null, footer))) {
                text(input);
                assertThat(input.trailingBytes()).isEqualTo(4);
                assertThat(input.bytesRead().getAsLong()).isEqualTo(file.size());
            }
        }
    }

    @Test
    void shouldCloseTheFile() throws Exception {
        Path path = Files.write(directory.resolve("input"), "{}".getBytes(StandardCharsets.UTF_8));
        FileChannel refused = FileChannel.open(path);
        assertThatThrownBy(() -> TextInput.open(refused, Dialect.AUTO)).isInstanceOf(UnreadableFileException.class);
        assertThat(refused.isOpen()).isFalse();

        for (Compression compression : new Compression[] {Compression.NONE, Compression.GZIP, Compression.ZIP}) {
            Files.write(path, compress(compression, TEXT.getBytes(StandardCharsets.UTF_8)));
            FileChannel read = FileChannel.open(path);
            TextInput.open(read, Dialect.AUTO).close();
            assertThat(read.isOpen()).isFalse();
        }
    }

    private String read(byte[] file) throws IOException, UnreadableFileException {
        try (TextInput input = open(file, Dialect.AUTO)) {
            try {
                return text(input);
            } catch (IOException e) {
                UnreadableFileException problem = input.problem(e);
                if (problem != null) {
                    throw problem;
                }
                throw e;
            }
        }
    }

    private TextInput open(byte[] file, Dialect dialect) throws IOException, UnreadableFileException {
        return TextInput.open(FileChannel.open(Files.write(directory.resolve("input"), file)), dialect);
    }

    private static Dialect dialect(@Nullable Charset encoding, int footer) {
        return new Dialect(null, HeaderPlace.AUTO, '.', null, List.of(), footer, encoding);
    }

    private static String text(TextInput input) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(input.head());
        InputStream rest = input.stream();
        if (rest == null) {
            rest = Channels.newInputStream(input.channel().position(input.head().length));
        }
        rest.transferTo(all);
        return all.toString(StandardCharsets.UTF_8);
    }

    private static byte[] compress(Compression compression, byte[] text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out =
                switch (compression) {
                    case NONE -> bytes;
                    case GZIP -> new GZIPOutputStream(bytes);
                    case ZIP -> {
                        ZipOutputStream zip = new ZipOutputStream(bytes);
                        zip.putNextEntry(new ZipEntry("prices.csv"));
                        yield zip;
                    }
                    case BZIP2 -> new BZip2CompressorOutputStream(bytes, 1);
                    case XZ -> new XZOutputStream(bytes, new LZMA2Options(0));
                    case ZSTD -> throw new IllegalArgumentException();
                }) {
            out.write(text);
        }
        return bytes.toByteArray();
    }
}
