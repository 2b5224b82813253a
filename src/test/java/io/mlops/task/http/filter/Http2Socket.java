package io.mlops.task.http.filter;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/** A client of HTTP/2 (RFC 9113) that sends what real clients do not. */
final class Http2Socket implements Closeable {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    private final Socket socket;
    private final DataOutputStream out;
    private final DataInputStream in;
    private final StringBuilder received = new StringBuilder();

    private Http2Socket(Socket socket) throws IOException {
        this.socket = socket;
        this.out = new DataOutputStream(socket.getOutputStream());
        this.in = new DataInputStream(socket.getInputStream());
    }

    static Http2Socket open(Socket socket) throws IOException {
        Http2Socket opened = new Http2Socket(socket);
        opened.out.writeBytes(PREFACE);
        opened.frame(SETTINGS, 0, 0, new byte[0]);
        return opened;
    }

    void get(int stream, String path, String authority) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.write(0x82); // :method GET
        head.write(0x87); // :scheme https
        literal(head, 4, path);
        literal(head, 1, authority);
        frame(HEADERS, END_STREAM | END_HEADERS, stream, head.toByteArray());
    }

    void connect(int stream, String authority) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        literal(head, 2, "CONNECT");
        literal(head, 1, authority);
        frame(HEADERS, END_HEADERS, stream, head.toByteArray());
    }

    /** Reads until so many streams have ended, and returns them. */
    Set<Integer> ended(int count) throws IOException {
        Set<Integer> ended = new TreeSet<>();
        while (ended.size() < count) {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            byte[] payload = in.readNBytes(length);
            boolean last = (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
            if (last || type == RST_STREAM) {
                ended.add(stream);
            }
            if (type == DATA) {
                received.append(new String(payload, StandardCharsets.UTF_8));
            }
        }
        return ended;
    }

    String received() {
        return received.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Without Huffman codes and index (RFC 7541, section 6.2.2). */
    private static void literal(ByteArrayOutputStream head, int name, String value) {
        head.write(name);
        head.write(value.length());
        head.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        out.writeByte(payload.length >> 16);
        out.writeShort(payload.length);
        out.writeByte(type);
        out.writeByte(flags);
        out.writeInt(stream);
        out.write(payload);
        out.flush();
    }
}
