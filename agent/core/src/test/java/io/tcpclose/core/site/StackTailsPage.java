package io.tcpclose.core.site;

import java.util.List;
import java.util.stream.Collectors;

/** The page about call sites, from the table that cuts them. */
final class StackTailsPage {
    private static final String HEAD = """
            # Call sites

            <!-- Generated from the table itself by StackTailsPageTest; do not edit. -->

            Two stacks are one call site, and make one finding, when the application's part of them is the same. Not of that part: lines; the numbers that \
            compilers and the JVM make up (lambdas, proxies, hidden classes, accessors); frames of the JDK; and the tail below the application's lowest \
            frame by which a pool, an event loop or a server came to call it. Reports show the whole stack of the first occurrence, with lines.

            A finding's fingerprint is made of the same: rule, endpoint, opening and offending site. So no two findings of a report share one, and \
            the next release of the application gives the same.

            Frames are named by what their class and method begin with. A package of two names and more counts as well where a library carries \
            it below its own, as `io.grpc.netty.shaded.io.netty`.
            """;

    private static final String WORKERS = """

            ## What carries work

            Left out wherever another frame is there, also where nothing of an application is on the stack.

            """;

    private static final String CALLERS = """

            ## What calls an application

            Left out below its lowest frame. A stack that is all theirs keeps them: the server itself is then the site.

            """;

    private StackTailsPage() {}

    static String text() {
        return HEAD + WORKERS + table(StackTails.WORKERS) + CALLERS + table(StackTails.CALLERS);
    }

    private static String table(List<StackTails.Family> families) {
        return families.stream()
                .map(family -> "| " + family.name() + " | " + String.join(", ", family.frames()) + " |\n")
                .collect(Collectors.joining("", "| of | frames |\n|---|---|\n", ""));
    }
}
