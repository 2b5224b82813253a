/** Compressed input, decompressed as a stream in constant memory. Damage anywhere is an error, never a shorter text. */
@NullMarked
package io.mlops.task.compression;

import org.jspecify.annotations.NullMarked;
