/**
 * Submissions: what a caller requests, checked and complete, before it becomes a run. Knows no protocol; HTTP and
 * scheduled retraining submit through it.
 */
@NullMarked
package io.mlops.task.submission;

import org.jspecify.annotations.NullMarked;
