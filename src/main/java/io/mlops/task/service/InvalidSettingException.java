package io.mlops.task.service;

/** A setting that the service cannot start with; the message names it. */
final class InvalidSettingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvalidSettingException(String message) {
        super(message);
    }
}
