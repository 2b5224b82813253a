package io.mlops.task.profile;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.HousingFixtures;
import io.mlops.task.model.registry.ChampionService;
import io.mlops.task.model.registry.PromotionGate;
import io.mlops.task.service.FailingStoreWiring;
import io.mlops.task.store.FileModelRegistry;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Map;
import java.util.Set;

/**
 * Low limits, HTTPS beside HTTP, a champion that cannot be read, tasks that are off, and a store that fails or is full when a test says so.
 */
public final class AdverseConditionsProfile implements QuarkusTestProfile {
    public static final int MAX_LOG_STREAMS = 2;
    public static final int MAX_CONCURRENT_UPLOADS = 4;
    public static final int MAX_BODY_BYTES = 20 << 10;
    public static final String ALLOWED_HOSTS = "service.example,2001:db8::1";
    public static final int MIN_FREE_BYTES = 1 << 10;

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = DefaultsProfile.directories();
        settings.put("mlops.queue-capacity", "1");
        settings.put("mlops.workers", "1");
        settings.put("mlops.max-log-streams", String.valueOf(MAX_LOG_STREAMS));
        settings.put("mlops.max-concurrent-uploads", String.valueOf(MAX_CONCURRENT_UPLOADS));
        settings.put("mlops.upload-idle-timeout", "PT3S");
        settings.put("mlops.allowed-hosts", ALLOWED_HOSTS);
        settings.put("mlops.min-free-disk", String.valueOf(MIN_FREE_BYTES));
        settings.put("quarkus.http.limits.max-body-size", String.valueOf(MAX_BODY_BYTES));
        settings.put("mlops.models.monitoring-interval", "off");
        settings.put("mlops.callback.delivery-interval", "off");
        try {
            Path data = Path.of(settings.get("mlops.data"));
            addUnreadableChampion(data.resolve("models"));
            Certificate certificate = Certificate.create(data.getParent());
            settings.put("mlops.tls-certificate", certificate.file().toString());
            settings.put("mlops.tls-key", certificate.key().toString());
            settings.put("quarkus.http.insecure-requests", "enabled");
            settings.put("quarkus.http.test-ssl-port", "0");
        } catch (IOException | ModelException | GeneralSecurityException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return settings;
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(FailingStoreWiring.class);
    }

    /** Two versions; of the second, which is the champion, the model's file is torn. */
    private static void addUnreadableChampion(Path models) throws IOException, ModelException {
        FileModelRegistry registry = FileModelRegistry.open(models, "housing", Clock.systemUTC());
        ChampionService champions = ChampionService.open(registry, PromotionGate.defaults(), Clock.systemUTC());
        for (int version = 1; version <= 2; version++) {
            registry.add(HousingFixtures.newVersion(HousingFixtures.linear()));
            champions.promote(version, "test", "made");
        }
        Path file = models.resolve("housing/versions/2/model.json");
        String whole = Files.readString(file);
        // the first version has the same file
        Files.delete(file);
        Files.writeString(file, whole.substring(10));
    }
}
