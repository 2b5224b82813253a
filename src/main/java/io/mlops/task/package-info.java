/**
 * The root: it reads the command line, wires the rooms together and starts the service or the one-shot job.
 * It may know every room; no room may know it.
 */
@NullMarked
package io.mlops.task;

import org.jspecify.annotations.NullMarked;
