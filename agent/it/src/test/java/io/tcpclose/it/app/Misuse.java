package io.tcpclose.it.app;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Code that the rule of its class must blame. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Misuse {
    Kind value();

    /** Told apart by this where a kind can go wrong in more than one way. */
    String variant() default "";

    /** Empty: those of the rule. */
    String[] severity() default {};

    /** Rules that rightly blame the same code too. */
    String[] also() default {};
}
