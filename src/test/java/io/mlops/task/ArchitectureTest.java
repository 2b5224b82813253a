package io.mlops.task;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Arrays;
import java.util.Date;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Which room may know which; a room that is not there yet is held to its rule when it comes. */
class ArchitectureTest {
    private static final String ROOT = "io.mlops.task";
    private static final Set<String> ROOMS =
            Set.of("csv", "http", "mlflow", "model", "notify", "pipeline", "run", "sample", "signal", "store");
    private static final String[] JDK = {"java.."};
    private static final String[] NULLNESS = {"org.jspecify.annotations"};
    private static final String[] FRAMEWORK = {
        "io.quarkus..", "jakarta..", "io.micrometer..", "io.vertx..", "io.smallrye..", "org.eclipse.microprofile.."
    };

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void shouldFindTheRoomsAndNoneWithoutARule() {
        assertThat(packages())
                .contains(ROOT, ROOT + ".csv", ROOT + ".pipeline", ROOT + ".run", ROOT + ".signal", ROOT + ".store")
                .allMatch(name -> name.equals(ROOT) || ROOMS.contains(name.substring(ROOT.length() + 1)));
    }

    @Test
    void shouldLetNotifyKnowRunAndTheJdk() {
        check(mayKnow("notify", "javax.crypto..", room("run"))
                .because("telling others of a run must not depend on how it is run or kept"));
    }

    @Test
    void shouldLetMlflowKnowRunModelAndJackson() {
        check(mayKnow("mlflow", room("run"), room("model"), "com.fasterxml.jackson..")
                .because("a tracking server is told what is kept; it does not decide how"));
    }

    @Test
    void shouldLetRunKnowTheJdkAlone() {
        check(mayKnow("run").because("a run's life is the same whoever starts it and wherever it leaves its files"));
    }

    @Test
    void shouldLetCsvKnowTheJdkAlone() {
        check(mayKnow("csv").because("reading a file has nothing to do with what it is read for"));
    }

    @Test
    void shouldLetSignalKnowTheJdkAlone() {
        check(mayKnow("signal").because("the signal is arithmetic, and is tested as such"));
    }

    @Test
    void shouldLetSampleKnowTheJdkAlone() {
        check(mayKnow("sample").because("the sample's bytes must be the same with any version of any library"));
    }

    @Test
    void shouldLetPipelineKnowWhatItPutsTogether() {
        check(
                mayKnow("pipeline", room("run"), room("csv"), room("signal"), room("model"), "org.yaml.snakeyaml..")
                        .because(
                                "a pipeline runs the same from HTTP, from --batch and from a test, and leaves no files itself"));
    }

    @Test
    void shouldLetStoreKnowTheRoomsWhosePortsItImplements() {
        check(mayKnow("store", room("run"), room("model"), room("mlflow"), "com.fasterxml.jackson..")
                .because("another store must be able to stand beside it without a change elsewhere"));
    }

    @Test
    void shouldLetModelKnowOpencsvJacksonAndWhatItLearnsWith() {
        check(mayKnow(
                        "model",
                        "com.opencsv..",
                        "com.fasterxml.jackson..",
                        "ml.dmlc.xgboost4j..",
                        "libsvm..",
                        "org.hipparchus..",
                        "org.apache.commons.statistics..")
                .because("from table to prediction, a model knows its mathematics and how it is written down"));
    }

    @Test
    void shouldLetHttpKnowRunAndModelAmongTheRooms() {
        check(noClasses()
                .that()
                .resideInAPackage(room("http"))
                .should()
                .dependOnClassesThat(otherRooms("http", "run", "model"))
                .because("a client asks for runs and predictions, not for files, columns or a particular pipeline"));
    }

    @Test
    void shouldHideTheRootFromEveryRoom() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .because("the root wires the rooms together; a room that knew it could not be used without it"));
    }

    @Test
    void shouldKeepTheWebFrameworkInTheRootAndHttp() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(ROOT, room("http"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FRAMEWORK)
                .because("--batch must start without the web framework"));
    }

    @Test
    void shouldHaveNoCycles() {
        slices().matching(ROOT + ".(*)..")
                .should()
                .beFreeOfCycles()
                .because("a request flows one way")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void shouldTakeTimeFromAClockThatIsGiven() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(ROOT)
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethodWhere(isNow())
                .orShould()
                .callConstructor(Date.class)
                .because("time comes in as a Clock, so that a run can be repeated"));
    }

    @Test
    void shouldTakeChanceFromAGeneratorWithASeed() {
        check(noClasses()
                .should()
                .callMethod(Math.class, "random")
                .orShould()
                .callConstructor(Random.class)
                .orShould()
                .callMethod(ThreadLocalRandom.class, "current")
                .because("chance comes in with a seed, so that a run can be repeated"));
    }

    @Test
    void shouldTakeNumbersThatNameARunFromTheRoot() {
        check(noClasses()
                .that()
                .resideInAnyPackage(room("csv"), room("signal"), room("pipeline"), room("model"), room("sample"))
                .should()
                .callMethod(UUID.class, "randomUUID")
                .because("the same job gives the same result"));
    }

    @Test
    void shouldMarkEveryPackageForNullness() {
        assertThat(packages()).allSatisfy(name -> {
            JavaPackage room = CLASSES.getPackage(name);
            assertThat(room.tryGetPackageInfo()).as("package-info of %s", name).isPresent();
            assertThat(room.isAnnotatedWith(NullMarked.class))
                    .as("@NullMarked on %s", name)
                    .isTrue();
        });
    }

    /** The classes of a room may know each other, the JDK, the nullness annotations and what is listed. */
    private static ArchRule mayKnow(String room, String... others) {
        String[] own = {room(room)};
        String[] allowed =
                Stream.of(own, JDK, NULLNESS, others).flatMap(Arrays::stream).toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(room(room))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed);
    }

    private static DescribedPredicate<JavaClass> otherRooms(String room, String... allowed) {
        String[] known = Stream.concat(Stream.of(room), Arrays.stream(allowed))
                .map(ArchitectureTest::room)
                .toArray(String[]::new);
        return resideInAnyPackage(ROOT + "..").and(resideOutsideOfPackages(known));
    }

    /** {@code Instant.now()} and the like; with a clock it is another method. */
    private static DescribedPredicate<JavaMethodCall> isNow() {
        return DescribedPredicate.describe("now() without a clock", call -> {
            boolean ofTime = call.getTargetOwner().getPackageName().equals("java.time");
            boolean clocked =
                    call.getTarget().getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Clock.class));
            boolean system = call.getTargetOwner().isEquivalentTo(Clock.class)
                    && call.getName().startsWith("system");
            return ofTime && (system || (call.getName().equals("now") && !clocked));
        });
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(CLASSES);
    }

    private static Set<String> packages() {
        Set<String> packages = new TreeSet<>();
        for (JavaClass one : CLASSES) {
            packages.add(one.getPackageName());
        }
        return packages;
    }

    private static String room(String name) {
        return ROOT + "." + name + "..";
    }
}
