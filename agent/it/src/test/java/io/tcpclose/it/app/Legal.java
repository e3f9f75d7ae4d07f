package io.tcpclose.it.app;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Code that looks like a misuse of the same kind and is none: no rule may blame it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Legal {
    Kind value();

    String variant() default "";
}
