package io.mlops.task.http.runs;

import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/** The query key {@code group}: the name of a series, which may be empty. */
final class GroupName {
    private GroupName() {}

    /** @param parameter the value as the web framework has it: null if it is empty */
    static @Nullable String of(@Nullable String parameter, UriInfo uri) {
        return parameter == null ? uri.getQueryParameters().getFirst("group") : parameter;
    }
}
