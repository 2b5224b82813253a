/** Users with passwords: how passwords are stored and verified, and how guesses are slowed down. */
@NullMarked
package io.mlops.task.auth;

import org.jspecify.annotations.NullMarked;
