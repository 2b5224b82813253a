package io.mlops.task.cli;

import io.mlops.task.execution.Sha256;
import io.mlops.task.run.Provenance;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;

/** Name, version and digest of this program. */
public final class BuildInfo {
    private BuildInfo() {}

    public static Provenance provenance() {
        return new Provenance(
                version().substring(version().indexOf(' ') + 1),
                sourceDigest(),
                System.getProperty("java.runtime.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    }

    /** Returns name and version. */
    public static String version() {
        return resource("version.txt").strip();
    }

    public static String resource(String name) {
        try (InputStream text = BuildInfo.class.getResourceAsStream(name)) {
            if (text == null) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sourceDigest() {
        CodeSource source = BuildInfo.class.getProtectionDomain().getCodeSource();
        try {
            Path jar = Path.of(source.getLocation().toURI());
            return Files.isRegularFile(jar) ? Sha256.digest(jar) : "unknown";
        } catch (IOException | URISyntaxException | RuntimeException e) {
            return "unknown";
        }
    }
}
