package io.mlops.task.compression;

import io.mlops.task.bytes.BulkInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** The only file in a zip archive that can be read at any position, found by the directory at its end. */
final class ZipArchive extends BulkInputStream {
    /** Those that zip programs use unless they are told otherwise. */
    private static final Set<Integer> METHODS = Set.of(ZipArchiveEntry.STORED, ZipArchiveEntry.DEFLATED);

    /** How the library says that there is no directory at the end. */
    private static final String NO_END = "Archive is not a ZIP archive";

    private final ZipFile archive;
    private final ZipArchiveEntry entry;
    private final CheckedInputStream checked;
    private long count;

    private ZipArchive(ZipFile archive, ZipArchiveEntry entry, CheckedInputStream checked) {
        this.archive = archive;
        this.entry = entry;
        this.checked = checked;
    }

    static ZipArchive open(FileChannel channel) throws IOException {
        ZipFile archive;
        try {
            archive = ZipFile.builder().setSeekableByteChannel(channel).get();
        } catch (IOException | RuntimeException e) {
            throw problem(e.getCause() instanceof IOException cause ? cause : e);
        }
        List<ZipArchiveEntry> files = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (ZipArchiveEntry entry : Collections.list(archive.getEntries())) {
            ZipNames.rejectOfficeDocument(entry.getName());
            if (!entry.isDirectory() && !ZipNames.isSkipped(entry.getName())) {
                files.add(entry);
                names.add(entry.getName());
            }
        }
        if (files.size() != 1) {
            throw ZipNames.notOne(names);
        }
        ZipArchiveEntry entry = files.get(0);
        if (!archive.canReadEntryData(entry) || !METHODS.contains(entry.getMethod())) {
            throw entry.getGeneralPurposeBit().usesEncryption()
                    ? ZipNames.encrypted()
                    : new ArchiveException(
                            "the zip archive uses a compression method that is not supported: unpack it");
        }
        return new ZipArchive(archive, entry, new CheckedInputStream(archive.getInputStream(entry), new CRC32()));
    }

    private static IOException problem(Exception e) {
        if (e instanceof ClosedChannelException || e instanceof EOFException) {
            return (IOException) e;
        }
        String message = String.valueOf(e.getMessage());
        IOException problem = message.equals(NO_END) ? new EOFException(message) : new ZipException(message);
        problem.initCause(e);
        return problem;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = checked.read(into, offset, length);
        count += Math.max(read, 0);
        if (read < 0 && count < entry.getSize()) {
            throw new EOFException(count + " of " + entry.getSize() + " bytes");
        }
        if (read < 0 && (count > entry.getSize() || checked.getChecksum().getValue() != entry.getCrc())) {
            throw new ZipException("its checksum differs");
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        checked.close();
        archive.close();
    }
}
