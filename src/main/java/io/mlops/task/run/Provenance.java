package io.mlops.task.run;

/**
 * What made a result, beside its input and configuration.
 *
 * @param version of this program
 * @param code SHA-256 of the program's jar in hex, "unknown" where it does not run from one
 * @param java the runtime's version
 * @param platform operating system and processor
 */
public record Provenance(String version, String code, String java, String platform) {}
