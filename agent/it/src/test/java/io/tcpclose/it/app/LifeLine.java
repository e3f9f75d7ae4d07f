package io.tcpclose.it.app;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Code that says, step by step, what its connections went through; the agent's life lines must say the same. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface LifeLine {
    /** Feature version of the first JDK that can run it. */
    int since() default 17;
}
