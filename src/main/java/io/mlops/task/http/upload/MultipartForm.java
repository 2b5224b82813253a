package io.mlops.task.http.upload;

import io.mlops.task.http.problem.JsonBody;
import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.run.Upload;
import io.mlops.task.text.SafeText;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A form with a file (RFC 7578), read while it arrives: the part {@code file} is stored, every other part is a short text in
 * UTF-8, and all of these together have at most {@value JsonBody#MAX_BYTES} bytes. A name that occurs twice is rejected as
 * ambiguous.
 */
public final class MultipartForm implements Closeable {
    private static final int MAX_PARTS = 1000;
    private static final int MAX_TEXT_BYTES = 64 << 10;
    private static final int MAX_EPILOGUE_BYTES = 64 << 10;
    private static final String FILE = "file";
    private static final String DISPOSITION = "content-disposition:";

    private final Map<String, String> texts = new LinkedHashMap<>();
    private @Nullable Upload file;
    private String fileName = "upload.csv";
    private int textBytes;

    /** Stores a file as it arrives. */
    @FunctionalInterface
    public interface Receiver {
        Upload receive(InputStream content) throws IOException;
    }

    private MultipartForm() {}

    /**
     * @param receiver stores the file
     * @throws ProblemException if the form is malformed or has no file
     */
    public static MultipartForm read(InputStream body, @Nullable String contentType, Receiver receiver)
            throws IOException {
        MultipartForm form = new MultipartForm();
        try {
            form.readParts(new MultipartReader(body, boundary(contentType)), receiver);
            skipEpilogue(body);
            form.file();
        } catch (IOException | RuntimeException | Error e) {
            form.close();
            throw e;
        }
        return form;
    }

    public Upload file() {
        if (file == null) {
            throw ProblemException.invalid(
                    "part \"file\": missing, must be a file, as curl -F file=@data.csv sends it");
        }
        return file;
    }

    /** Returns the file's name as the client sent it, for display; never used as a path. */
    public String fileName() {
        return fileName;
    }

    /** Returns every part except the file, by name, in the order of the form. */
    public Map<String, String> texts() {
        return texts;
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }

    /** Otherwise a compressed body could end in gigabytes of nothing. */
    private static void skipEpilogue(InputStream body) throws IOException {
        if (body.readNBytes(MAX_EPILOGUE_BYTES + 1).length > MAX_EPILOGUE_BYTES) {
            throw new ProblemException(
                    ProblemDetails.Type.TOO_LARGE,
                    "what follows the last boundary is larger than " + MAX_EPILOGUE_BYTES + " bytes");
        }
    }

    private void readParts(MultipartReader reader, Receiver receiver) throws IOException {
        int parts = 0;
        for (String head = reader.next(); head != null; head = reader.next()) {
            if (++parts > MAX_PARTS) {
                throw new ProblemException(ProblemDetails.Type.TOO_LARGE, "must be at most " + MAX_PARTS + " parts");
            }
            readPart(disposition(head), reader.content(), receiver);
        }
    }

    private void readPart(HeaderParameters disposition, InputStream content, Receiver receiver) throws IOException {
        String name = disposition.get("name");
        if (name == null) {
            throw ProblemException.invalid("a part has no name");
        }
        if (texts.containsKey(name) || (name.equals(FILE) && file != null)) {
            throw ProblemException.invalid(
                    "the part \"" + SafeText.excerpt(name) + "\" must occur once, but occurs twice");
        }
        String given = disposition.getExtended("filename");
        if (name.equals(FILE) && given != null) {
            file = receiver.receive(content);
            fileName = given.isEmpty() ? fileName : given;
        } else {
            texts.put(name, text(name, content));
        }
    }

    private String text(String name, InputStream content) throws IOException {
        byte[] bytes = content.readNBytes(MAX_TEXT_BYTES + 1);
        if (bytes.length > MAX_TEXT_BYTES) {
            throw new ProblemException(
                    ProblemDetails.Type.TOO_LARGE,
                    "the part \"" + SafeText.excerpt(name) + "\" is larger than " + MAX_TEXT_BYTES + " bytes");
        }
        textBytes += name.length() + bytes.length;
        if (textBytes > JsonBody.MAX_BYTES) {
            throw new ProblemException(
                    ProblemDetails.Type.TOO_LARGE,
                    "the parts other than the file are together larger than " + JsonBody.MAX_BYTES + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String boundary(@Nullable String contentType) {
        String boundary =
                contentType == null ? null : HeaderParameters.parse(contentType).get("boundary");
        if (boundary == null || boundary.isEmpty()) {
            throw ProblemException.invalid("Content-Type: must be multipart/form-data with a boundary");
        }
        return boundary;
    }

    private static HeaderParameters disposition(String head) {
        return HeaderParameters.parse(head.lines()
                .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(DISPOSITION))
                .findFirst()
                .orElse(""));
    }
}
