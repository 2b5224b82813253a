package io.mlops.task.model.regression;

/** A trained regressor in its library's own format, with the name of its file. */
@SuppressWarnings("ArrayRecordComponent") // the bytes of a file, never compared
public record ModelFile(String name, byte[] bytes) {}
