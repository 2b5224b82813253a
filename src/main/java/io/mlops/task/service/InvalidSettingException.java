package io.mlops.task.service;

/** An invalid setting, with which the service cannot start; the message names it. */
final class InvalidSettingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvalidSettingException(String message) {
        super(message);
    }
}
