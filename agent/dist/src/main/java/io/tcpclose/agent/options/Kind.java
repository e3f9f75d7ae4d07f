package io.tcpclose.agent.options;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an option's value may be. */
interface Kind {

    /**
     * Reads a value.
     *
     * @param why receives what is wrong, where that says more than {@link #allowed()}
     * @return {@code null} when the value is not allowed
     */
    @Nullable
    Object parse(String text, List<String> why);

    /** What is allowed, to follow "allowed is". */
    String allowed();

    /** The value as a user would write it; equal values have equal texts. */
    default String show(Object value) {
        return value.toString();
    }
}
