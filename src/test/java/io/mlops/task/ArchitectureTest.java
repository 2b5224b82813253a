package io.mlops.task;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
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
import io.mlops.task.execution.RunFiles;
import io.mlops.task.run.RunStore;
import io.mlops.task.run.StoredFile;
import io.mlops.task.run.Upload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which package may depend on which, and why. */
class ArchitectureTest {
    private static final String ROOT = "io.mlops.task";
    private static final int MAX_FILES = 30;

    private static final String JACKSON = "com.fasterxml.jackson..";
    private static final List<String> FRAMEWORK = List.of(
            "io.quarkus..",
            "jakarta..",
            "io.micrometer..",
            "io.vertx..",
            "io.netty..",
            "io.smallrye..",
            "org.eclipse.microprofile..",
            "org.jboss..",
            "org.reactivestreams..",
            JACKSON);

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    /**
     * What a package may depend on besides itself, the JDK and the nullness annotations.
     *
     * @param packages below {@code io.mlops.task}, without their subpackages
     * @param libraries package patterns
     */
    private record Rule(String name, String reason, List<String> packages, List<String> libraries) {
        private static final String[] ALWAYS = {"java..", "org.jspecify.annotations"};

        static Rule of(String name, String reason, String... packages) {
            return new Rule(name, reason, List.of(packages), List.of());
        }

        Rule with(String... others) {
            return new Rule(name, reason, packages, List.of(others));
        }

        Rule withFramework(String... others) {
            List<String> all = new ArrayList<>(FRAMEWORK);
            all.addAll(List.of(others));
            return new Rule(name, reason, packages, all);
        }

        ArchRule asArchRule() {
            List<String> allowed = new ArrayList<>(List.of(ALWAYS));
            allowed.add(packageOf(name));
            packages.forEach(one -> allowed.add(packageOf(one)));
            allowed.addAll(libraries);
            return classes()
                    .that()
                    .resideInAPackage(packageOf(name))
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(allowed.toArray(String[]::new))
                    .because(reason);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Rule> rules() {
        return Stream.of(
                Rule.of("text", "every package words its messages with it"),
                Rule.of("auth", "a password is stored and verified the same, whatever protocol it came with", "text")
                        .with("org.wildfly.security..", "javax.crypto.."),
                Rule.of("background", "a task goes on after an error, whatever its work is"),
                Rule.of("finding", "a finding is worded alike in every package"),
                Rule.of(
                        "execution",
                        "a pipeline runs the same in the batch command and in the service",
                        "finding",
                        "text"),
                Rule.of(
                        "run",
                        "a run's life is the same wherever its files and its record are",
                        "background",
                        "execution",
                        "finding",
                        "text"),
                Rule.of("compression", "bytes are decompressed alike, whatever reads them", "bytes", "text")
                        .with("org.apache.commons.compress..", "org.tukaani.xz..", "io.airlift.compress.."),
                Rule.of("bytes", "operations on bytes know nothing of files"),
                Rule.of("time", "a time means the same in every file", "bytes", "text"),
                Rule.of(
                        "layout",
                        "how a file is written has nothing to do with what is in it",
                        "bytes",
                        "compression",
                        "text"),
                Rule.of("number", "a number means the same in every file", "bytes", "layout", "text"),
                Rule.of("series", "rows are ordered and told apart wherever they come from", "bytes", "time"),
                Rule.of(
                        "quality",
                        "data is doubted for what it is, not for where it comes from",
                        "text",
                        "finding",
                        "series",
                        "time"),
                Rule.of(
                        "csv",
                        "reading a file has nothing to do with what it is read for",
                        "bytes",
                        "finding",
                        "layout",
                        "number",
                        "series",
                        "text",
                        "time"),
                Rule.of("signal", "the signal is arithmetic, and is tested as such", "text", "time"),
                Rule.of("sample", "the sample's bytes must be the same with any version of any library"),
                Rule.of(
                                "notify",
                                "notifying others of a run must not depend on how it is run or stored",
                                "background",
                                "run",
                                "execution",
                                "text")
                        .with("javax.crypto.."),
                Rule.of("model.data", "numbers and records know no columns", "compression", "text")
                        .with("com.opencsv..", "org.hipparchus..", JACKSON),
                Rule.of(
                                "model.housing",
                                "the housing columns must not depend on what is learnt from them",
                                "model.data",
                                "layout",
                                "text")
                        .with(JACKSON),
                Rule.of(
                                "model.regression",
                                "a model knows its rows, not how it was chosen",
                                "model.data",
                                "model.housing",
                                "text")
                        .with(JACKSON, "ml.dmlc.xgboost4j..", "org.hipparchus..", "org.apache.commons.statistics.."),
                Rule.of(
                                "model.evaluation",
                                "a report only reads what was trained",
                                "model.data",
                                "model.housing",
                                "model.regression")
                        .with(JACKSON),
                Rule.of(
                                "model.training",
                                "training ends with candidates; whether one is registered is decided elsewhere",
                                "model.data",
                                "model.housing",
                                "model.regression",
                                "model.evaluation",
                                "text")
                        .with("org.hipparchus.."),
                Rule.of(
                                "model.registry",
                                "the registry's rules hold wherever its files are",
                                "model.data",
                                "model.housing",
                                "model.regression",
                                "model.evaluation",
                                "model.training",
                                "text")
                        .with(JACKSON),
                Rule.of("model.drift", "a distance is the same for a file and for recent rows")
                        .with("org.apache.commons.statistics..", JACKSON),
                Rule.of(
                        "model.validation",
                        "a file is doubted for what is in it and what the champion learnt from, not by how it is trained",
                        "finding",
                        "model.data",
                        "model.housing",
                        "model.drift"),
                Rule.of(
                                "model.monitoring",
                                "monitoring watches the champion and changes nothing",
                                "model.data",
                                "model.drift",
                                "model.housing",
                                "model.regression",
                                "model.registry",
                                "text")
                        .with(JACKSON),
                Rule.of(
                                "config",
                                "a configuration key is declared once, whichever pipeline has it",
                                "execution",
                                "finding",
                                "text")
                        .with("org.yaml.snakeyaml.."),
                Rule.of(
                        "pipeline",
                        "a pipeline runs the same from HTTP, from --batch and from a test, and leaves no files itself",
                        "execution",
                        "config",
                        "csv",
                        "finding",
                        "layout",
                        "bytes",
                        "number",
                        "time",
                        "quality",
                        "series",
                        "signal",
                        "text",
                        "model.data",
                        "model.housing",
                        "model.regression",
                        "model.evaluation",
                        "model.training",
                        "model.registry",
                        "model.validation"),
                Rule.of(
                                "mlflow",
                                "a tracking server is sent what is stored; it decides nothing",
                                "background",
                                "run",
                                "finding",
                                "text",
                                "model.data",
                                "model.housing",
                                "model.regression",
                                "model.evaluation",
                                "model.registry")
                        .with(JACKSON),
                Rule.of(
                                "store",
                                "another store must be able to stand next to it without a change elsewhere",
                                "run",
                                "execution",
                                "finding",
                                "mlflow",
                                "text",
                                "model.data",
                                "model.housing",
                                "model.regression",
                                "model.evaluation",
                                "model.registry",
                                "model.monitoring")
                        .with(JACKSON),
                Rule.of(
                        "cli",
                        "the batch command must start without the web framework",
                        "auth",
                        "run",
                        "execution",
                        "pipeline",
                        "store",
                        "notify",
                        "submission",
                        "mlflow",
                        "text",
                        "model.registry"),
                Rule.of(
                        "submission",
                        "what is requested is checked the same, whichever protocol or schedule requests it",
                        "run",
                        "execution",
                        "text"),
                Rule.of(
                        "retraining",
                        "a retraining is an ordinary run: what monitoring measures decides when one is submitted",
                        "run",
                        "execution",
                        "submission",
                        "model.data",
                        "model.housing",
                        "model.regression",
                        "model.registry",
                        "model.drift",
                        "model.monitoring"),
                Rule.of("http.endpoint", "the table of endpoints is read from annotations, whatever they are on")
                        .withFramework(),
                Rule.of(
                                "http.auth",
                                "who calls is known before anything else is looked at",
                                "auth",
                                "background",
                                "http.endpoint",
                                "text")
                        .withFramework(),
                Rule.of(
                                "http.problem",
                                "one place maps every exception of the domain to a problem",
                                "run",
                                "execution",
                                "submission",
                                "text",
                                "model.data",
                                "model.housing",
                                "http.endpoint")
                        .withFramework(),
                Rule.of("http.upload", "an upload is bytes, whatever becomes of it", "http.problem", "run", "text")
                        .withFramework(),
                Rule.of(
                                "http.runs",
                                "a client asks for runs, not for files or columns",
                                "background",
                                "http.auth",
                                "http.endpoint",
                                "http.problem",
                                "http.upload",
                                "run",
                                "execution",
                                "finding",
                                "text",
                                "submission",
                                "time")
                        .withFramework("com.opencsv.."),
                Rule.of(
                                "http.models",
                                "models over HTTP are the registry and the monitor, seen from outside",
                                "http.auth",
                                "http.problem",
                                "http.runs",
                                "run",
                                "execution",
                                "text",
                                "model.housing",
                                "model.data",
                                "model.evaluation",
                                "model.regression",
                                "model.registry",
                                "model.drift",
                                "model.monitoring",
                                "retraining",
                                "http.endpoint")
                        .withFramework(),
                Rule.of(
                                "http.predict",
                                "a prediction is answered by the champion or becomes a run",
                                "background",
                                "http.problem",
                                "http.upload",
                                "http.runs",
                                "http.models",
                                "run",
                                "execution",
                                "text",
                                "model.data",
                                "model.housing",
                                "model.regression",
                                "model.registry",
                                "model.monitoring",
                                "http.endpoint")
                        .withFramework(),
                Rule.of(
                                "http.filter",
                                "a filter decides by a request's head",
                                "bytes",
                                "compression",
                                "http.auth",
                                "http.problem",
                                "http.runs",
                                "run",
                                "text",
                                "http.endpoint")
                        .withFramework(),
                Rule.of(
                                "http.ui",
                                "pages ask the API for everything else",
                                "http.endpoint",
                                "run",
                                "execution",
                                "text",
                                "submission")
                        .withFramework(),
                Rule.of(
                                "http.openapi",
                                "the description follows the resources and the pipelines' configuration keys",
                                "http.problem",
                                "http.predict",
                                "pipeline",
                                "execution")
                        .withFramework(),
                Rule.of(
                                "metrics",
                                "the core never sees Micrometer; metrics listen to it",
                                "background",
                                "finding",
                                "run",
                                "text",
                                "model.data",
                                "model.housing",
                                "model.regression",
                                "model.registry",
                                "model.drift",
                                "model.monitoring",
                                "retraining")
                        .withFramework());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void shouldDependOnlyOn(Rule rule) {
        check(rule.asArchRule());
    }

    @Test
    void shouldHaveARuleForEveryPackageExceptTheRootAndTheService() {
        Set<String> expected = new TreeSet<>(Set.of(ROOT, packageOf("service")));
        rules().forEach(rule -> expected.add(packageOf(rule.name())));
        assertThat(packages()).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void shouldBeARowOfTheDocumentedTable(Rule rule) throws IOException {
        String row = Files.readString(Path.of("ARCHITECTURE.md"))
                .lines()
                .filter(line -> line.startsWith("| `" + rule.name() + "` |"))
                .findFirst()
                .orElseThrow();
        String[] allowed = row.split("\\|")[3].split(";")[0].split("except");
        Set<String> documented = new TreeSet<>();
        names(allowed[0]).filter(name -> !name.equals("model.*")).forEach(documented::add);
        if (allowed[0].contains("`model.*`")) {
            Set<String> excluded = names(allowed.length > 1 ? allowed[1] : "")
                    .map(name -> "model." + name)
                    .collect(Collectors.toSet());
            rules().map(Rule::name)
                    .filter(name -> name.startsWith("model.") && !excluded.contains(name))
                    .forEach(documented::add);
        }
        assertThat(documented).isEqualTo(new TreeSet<>(rule.packages()));
    }

    private static Stream<String> names(String text) {
        return Pattern.compile("`([^`]+)`").matcher(text).results().map(result -> result.group(1));
    }

    @Test
    void shouldLetOnlyMainDependOnTheService() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackages(ROOT, packageOf("service"))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(ROOT, packageOf("service"))
                        .because(
                                "the service wires the packages together; one that depended on it could not be used without it"));
    }

    @Test
    void shouldKeepTheWebFrameworkInServiceHttpAndMetrics() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(ROOT, packageOf("service"), packageOf("http") + "..", packageOf("metrics"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..", "jakarta..", "io.micrometer..", "io.vertx..", "io.netty..", "io.smallrye..")
                .because("--batch must start without the web framework"));
    }

    @Test
    void shouldHaveNoCycles() {
        slices().matching(ROOT + ".(**)")
                .should()
                .beFreeOfCycles()
                .because("a request flows one way")
                .check(CLASSES);
    }

    @Test
    void shouldHaveNoPackageThatIsTooLargeToScan() {
        Map<String, Set<String>> files = new TreeMap<>();
        for (JavaClass one : CLASSES) {
            one.getSource().flatMap(source -> source.getFileName()).ifPresent(file -> files.computeIfAbsent(
                            one.getPackageName(), name -> new TreeSet<>())
                    .add(file));
        }
        assertThat(files)
                .allSatisfy((name, sources) ->
                        assertThat(sources).as("files of %s", name).hasSizeLessThanOrEqualTo(MAX_FILES));
    }

    @Test
    void shouldHandOutNoPathsFromTheStore() {
        check(noMethods()
                .that()
                .areDeclaredInClassesThat(belongToAnyOf(RunStore.class, RunFiles.class, StoredFile.class, Upload.class))
                .should()
                .haveRawReturnType(Path.class)
                .orShould()
                .haveRawParameterTypes(
                        describe("a Path", types -> types.stream().anyMatch(type -> type.isEquivalentTo(Path.class))))
                .because("a store need not be a local directory; only JobInputs are local files"));
    }

    @Test
    void shouldTakeTimeFromAClockParameter() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(ROOT, packageOf("service"), packageOf("cli"))
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethodWhere(isNow())
                .orShould()
                .callConstructor(Date.class)
                .because("time comes in as a Clock, so that a run can be repeated"));
    }

    @Test
    void shouldTakeRandomNumbersFromASeededGenerator() {
        check(noClasses()
                .should()
                .callMethod(Math.class, "random")
                .orShould()
                .callConstructor(Random.class)
                .orShould()
                .callMethod(ThreadLocalRandom.class, "current")
                .because("randomness comes in with a seed, so that a run can be repeated"));
    }

    @Test
    void shouldNotGenerateIdentifiersInReproducibleCode() {
        check(noClasses()
                .that(resideInAnyPackage(
                        packageOf("csv"),
                        packageOf("signal"),
                        packageOf("pipeline"),
                        packageOf("model") + "..",
                        packageOf("sample")))
                .should()
                .callMethod(UUID.class, "randomUUID")
                .because("the same job gives the same result"));
    }

    @Test
    void shouldMarkEveryPackageForNullness() {
        assertThat(packages()).allSatisfy(name -> {
            JavaPackage one = CLASSES.getPackage(name);
            assertThat(one.tryGetPackageInfo()).as("package-info of %s", name).isPresent();
            assertThat(one.isAnnotatedWith(NullMarked.class))
                    .as("@NullMarked on %s", name)
                    .isTrue();
        });
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
        rule.check(CLASSES);
    }

    private static Set<String> packages() {
        Set<String> packages = new TreeSet<>();
        for (JavaClass one : CLASSES) {
            packages.add(one.getPackageName());
        }
        return packages;
    }

    private static String packageOf(String name) {
        return ROOT + "." + name;
    }
}
