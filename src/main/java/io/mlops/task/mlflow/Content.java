package io.mlops.task.mlflow;

import io.mlops.task.run.StoredFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The content of an artifact. */
interface Content {
    long size();

    InputStream open() throws IOException;

    static Content of(byte[] bytes) {
        return new Content() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }
        };
    }

    /** @param size of the file, of which nothing beyond is sent */
    static Content of(StoredFile file, long size) {
        return new Content() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public InputStream open() throws IOException {
                return file.open(0, size);
            }
        };
    }
}
