package io.mlops.task.service;

import io.quarkus.runtime.QuarkusApplication;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.config.ConfigProvider;

/** The training run of the startup cache: starts the service, submits one run and exits. */
public final class CacheTrainingRun implements QuarkusApplication {
    private static final String SUBMIT = """
            --b
            Content-Disposition: form-data; name="file"; filename="a.csv"

            close
            1
            2
            3
            --b--
            """;

    CacheTrainingRun() {}

    @Override
    public int run(String... args) throws IOException {
        String base = "http://127.0.0.1:" + ConfigProvider.getConfig().getValue("quarkus.http.port", String.class);
        HttpURLConnection submit = (HttpURLConnection) new URL(base + "/runs").openConnection();
        submit.setDoOutput(true);
        submit.setRequestProperty("Content-Type", "multipart/form-data; boundary=b");
        submit.setRequestProperty("Prefer", "wait=5");
        try (OutputStream body = submit.getOutputStream()) {
            body.write(SUBMIT.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        }
        submit.getInputStream().readAllBytes();
        new URL(base + "/runs").openStream().readAllBytes();
        new URL(base + "/health").openStream().readAllBytes();
        return 0;
    }
}
