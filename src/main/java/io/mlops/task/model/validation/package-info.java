/** What an expert would doubt about a file before a model learns from it. */
@NullMarked
package io.mlops.task.model.validation;

import org.jspecify.annotations.NullMarked;
