/**
 * The service process: settings, wiring, start-up and shutdown, and scheduled maintenance. It may depend on every
 * other package; only {@code Main} depends on it.
 */
@NullMarked
package io.mlops.task.service;

import org.jspecify.annotations.NullMarked;
