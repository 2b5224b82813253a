package io.mlops.task.http.endpoint;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A method that accepts, in addition to its query parameters, query keys that start with a prefix; any key if it is empty. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface QueryKeyPrefix {
    String value();
}
