package io.tcpclose.it.app;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** A class of scenarios for one rule. */
@Retention(RetentionPolicy.RUNTIME)
public @interface Rule {
    String id();

    /** The severities that a misuse may have reached by the end of a run, unless the scenario says otherwise. */
    String[] severity();

    /** False where the peer is to blame, or nobody knows who: the finding then names no line of the application. */
    boolean namesCode() default true;

    Empty[] empty() default {};

    /** Why a kind has no scenarios. */
    @Retention(RetentionPolicy.RUNTIME)
    @interface Empty {
        Kind kind();

        String why();
    }
}
