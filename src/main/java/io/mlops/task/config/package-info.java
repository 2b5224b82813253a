/**
 * Configurations: each key is declared once, in a {@link io.mlops.task.config.YamlSchema}, which reads, validates and
 * describes it. The only package that depends on SnakeYAML.
 */
@NullMarked
package io.mlops.task.config;

import org.jspecify.annotations.NullMarked;
