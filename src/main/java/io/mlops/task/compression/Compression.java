package io.mlops.task.compression;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.util.Locale;

/** How a file is compressed, recognised by its first bytes, whatever it is called. */
public enum Compression {
    NONE(""),
    GZIP("\u001f\u008b"),
    ZIP("PK\u0003\u0004"),
    BZIP2("BZh"),
    XZ("\u00fd7zXZ\0"),
    ZSTD("(\u00b5/\u00fd");

    /** How many bytes {@link #of} needs to recognise each. */
    public static final int MAGIC_LENGTH = 6;

    private final String magic;

    /** @param magic the first bytes, one in each character */
    Compression(String magic) {
        this.magic = magic;
    }

    /** @param start the first bytes of a file */
    public static Compression of(byte[] start) {
        for (Compression compression : values()) {
            if (compression != NONE && compression.matches(start)) {
                return compression;
            }
        }
        return NONE;
    }

    private boolean matches(byte[] start) {
        boolean matches = start.length >= magic.length();
        for (int i = 0; matches && i < magic.length(); i++) {
            matches = (start[i] & 0xff) == magic.charAt(i);
        }
        return matches;
    }

    /** Returns its usual name, such as {@code bzip2}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the data. Reading it throws {@link java.util.zip.ZipException} if it is damaged and {@link java.io.EOFException}
     * if it is cut off.
     *
     * @throws ArchiveException if it is an archive of anything but one file
     */
    public InputStream decompress(InputStream compressed, int bufferSize) throws IOException {
        return switch (this) {
            case NONE -> compressed;
            case GZIP -> new GzipStream(compressed, bufferSize);
            case ZIP -> new ZipEntryStream(compressed);
            case BZIP2, XZ, ZSTD -> CodecStream.of(this, compressed, bufferSize);
        };
    }

    /** Returns the only file in a zip archive, which may be anywhere in it; the channel is closed with the stream. */
    public static InputStream unzip(FileChannel archive) throws IOException {
        return ZipArchive.open(archive);
    }
}
