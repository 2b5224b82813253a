package io.mlops.task.layout;

import io.mlops.task.bytes.BulkInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Converts text of another encoding to UTF-8. Bytes that are invalid in that encoding are a {@link CharacterCodingException}. */
public final class Utf8Stream extends BulkInputStream {
    private static final int SIZE = 16 << 10;
    private static final int MAX_BYTES_OF_CHAR = 3;

    private final InputStream in;
    private final CharsetDecoder decoder;
    private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    private final ByteBuffer encoded = ByteBuffer.allocate(SIZE);
    private final CharBuffer chars = CharBuffer.allocate(SIZE);
    private final ByteBuffer utf8 = ByteBuffer.allocate(MAX_BYTES_OF_CHAR * SIZE);
    private boolean ended;

    public Utf8Stream(InputStream in, Charset encoding) {
        this.in = in;
        this.decoder = encoding.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        encoded.limit(0);
        utf8.limit(0);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (!utf8.hasRemaining() && !ended) {
            fill();
        }
        if (!utf8.hasRemaining()) {
            return -1;
        }
        int count = Math.min(length, utf8.remaining());
        utf8.get(into, offset, count);
        return count;
    }

    private void fill() throws IOException {
        encoded.compact();
        int read = in.read(encoded.array(), encoded.position(), encoded.remaining());
        ended = read < 0;
        encoded.position(encoded.position() + Math.max(read, 0)).flip();
        require(decoder.decode(encoded, chars, ended));
        chars.flip();
        utf8.clear();
        require(encoder.encode(chars, utf8, ended));
        utf8.flip();
        chars.compact();
    }

    private static void require(CoderResult result) throws CharacterCodingException {
        if (result.isError()) {
            result.throwException();
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
