FROM eclipse-temurin:25-jdk AS build
WORKDIR /build
# Behind a proxy with its own certificate authority, the build trusts what the system trusts.
COPY src/main/docker/SystemTrust.java /tmp/
RUN java /tmp/SystemTrust.java /etc/ssl/certs/ca-certificates.crt /tmp/trust.p12
ENV MAVEN_OPTS="-Djavax.net.ssl.trustStore=/tmp/trust.p12 -Djavax.net.ssl.trustStorePassword=changeit"
COPY mvnw pom.xml ./
COPY .mvn .mvn
# The build's dependencies, in a layer that is cached until the pom changes.
RUN --mount=type=cache,target=/root/.m2 \
    mkdir -p src/main/resources && ./mvnw -q -B -ntp -Dquick -DskipTests -Dmode=prod quarkus:go-offline
COPY src/main src/main
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -q -B -ntp -Dquick -DskipTests package

FROM eclipse-temurin:25-jre
# G1 in 25.0.0 to 25.0.2 can corrupt data (JDK-8377811).
RUN version=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$JAVA_HOME/release"); \
    [ "$(printf '%s\n' 25.0.3 "$version" | sort -V | head -n 1)" = 25.0.3 ] \
    || { echo "the base image's Java must be 25.0.3 or later, was $version: pull the image again" >&2; exit 1; }
# XGBoost's native library needs GNU OpenMP; only trainings load it.
RUN apt-get update && apt-get install -y --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /build/target/quarkus-app/lib app/lib
COPY --from=build /build/target/quarkus-app/quarkus app/quarkus
COPY --from=build /build/target/quarkus-app/quarkus-run.jar app/quarkus-run.jar
COPY --from=build /build/target/quarkus-app/app app/app
COPY config config
COPY sample-data sample-data
COPY mlops-task ./
# The first run creates the startup cache; results and runs go to directories that any user may own.
RUN ./mlops-task --version \
    && test -s startup-* \
    && mkdir out data && chown 1000:1000 out data
USER 1000:1000
WORKDIR /app/out
VOLUME ["/app/out"]
ENTRYPOINT ["/app/mlops-task"]
CMD ["--batch"]
