package io.mlops.task.model.regression;

/** A trained regressor in its library's own open format, under the name it is kept by. */
@SuppressWarnings("ArrayRecordComponent") // the bytes of a file; compared by nobody
public record ModelFile(String name, byte[] bytes) {}
