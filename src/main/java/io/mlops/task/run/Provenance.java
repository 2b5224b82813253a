package io.mlops.task.run;

/**
 * What produced a result, in addition to its input and configuration.
 *
 * @param version of this program
 * @param code SHA-256 of the program's jar in hex, "unknown" if it does not run from a jar
 * @param java the runtime's version
 * @param platform operating system and processor
 */
public record Provenance(String version, String code, String java, String platform) {}
