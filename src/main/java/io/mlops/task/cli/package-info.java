/**
 * The command line: parses it, runs one job without the web framework, and prints the result.
 */
@NullMarked
package io.mlops.task.cli;

import org.jspecify.annotations.NullMarked;
