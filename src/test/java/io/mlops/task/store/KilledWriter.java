package io.mlops.task.store;

import io.mlops.task.model.housing.HousingFixtures;
import io.mlops.task.model.registry.ChampionChange;
import io.mlops.task.model.registry.UnregisteredVersion;
import java.nio.file.Path;
import java.time.Clock;

/** A process that adds and promotes versions until it is killed; prints each number afterwards. */
final class KilledWriter {
    private KilledWriter() {}

    public static void main(String[] args) throws Exception {
        UnregisteredVersion newVersion = HousingFixtures.newVersion(HousingFixtures.linear());
        FileModelRegistry models = FileModelRegistry.open(Path.of(args[0]), "housing", Clock.systemUTC());
        while (true) {
            int number = models.add(newVersion).number();
            ChampionChange change =
                    models.history().promotion(number, Clock.systemUTC().instant(), "writer", "next", null);
            models.append(change);
            System.out.println(number);
        }
    }
}
