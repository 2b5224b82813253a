/**
 * The HTML pages.
 */
@NullMarked
package io.mlops.task.http.ui;

import org.jspecify.annotations.NullMarked;
