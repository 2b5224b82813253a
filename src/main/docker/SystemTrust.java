import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;

/** Writes the authorities that the system trusts to a Java trust store: {@code java SystemTrust.java bundle.crt trust.p12}. */
public final class SystemTrust {
    private SystemTrust() {}

    public static void main(String[] args) throws Exception {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        try (InputStream bundle = Files.newInputStream(Path.of(args[0]));
                OutputStream store = Files.newOutputStream(Path.of(args[1]))) {
            for (Certificate authority : CertificateFactory.getInstance("X.509").generateCertificates(bundle)) {
                trust.setCertificateEntry("authority-" + trust.size(), authority);
            }
            trust.store(store, "changeit".toCharArray());
        }
    }
}
