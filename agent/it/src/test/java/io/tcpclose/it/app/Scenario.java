package io.tcpclose.it.app;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One method that plays one end of one or more connections. The test JVM knows a scenario by the same id as the JVM
 * that runs it: {@code rule/kind/misuse}, {@code rule/kind/legal}, or {@code Class/method}.
 */
public record Scenario(String id, Method method) {

    public static List<Scenario> of(Class<?> suite) {
        return Arrays.stream(suite.getDeclaredMethods())
                .filter(method -> method.getAnnotations().length > 0)
                .map(method -> new Scenario(id(suite, method), method))
                .sorted(Comparator.comparing(Scenario::id))
                .toList();
    }

    /** Those of all suites that run on a JDK of this feature version. */
    public static List<Scenario> of(List<Class<?>> suites, int feature) {
        return suites.stream()
                .flatMap(suite -> of(suite).stream())
                .filter(scenario -> scenario.since() <= feature)
                .toList();
    }

    public <A extends Annotation> Optional<A> as(Class<A> type) {
        return Optional.ofNullable(method.getAnnotation(type));
    }

    public Rule rule() {
        return method.getDeclaringClass().getAnnotation(Rule.class);
    }

    public void play(Wire wire) throws Exception {
        try {
            Constructor<?> suite = method.getDeclaringClass().getDeclaredConstructor();
            suite.setAccessible(true);
            method.setAccessible(true);
            method.invoke(suite.newInstance(), wire);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw e;
        }
    }

    /**
     * Of a legal scenario, the same name but the code of the misuse: what the silent assertion must then notice. Empty where
     * the kind has none.
     */
    public Optional<Scenario> swapped() {
        return as(Legal.class)
                .flatMap(legal -> of(method.getDeclaringClass()).stream()
                        .filter(other -> other.as(Misuse.class)
                                .filter(misuse -> misuse.value() == legal.value())
                                .isPresent())
                        .findFirst())
                .map(misuse -> new Scenario(id, misuse.method));
    }

    private int since() {
        return as(LifeLine.class).map(LifeLine::since).orElse(17);
    }

    private static String id(Class<?> suite, Method method) {
        Misuse misuse = method.getAnnotation(Misuse.class);
        if (misuse != null) {
            return id(suite, misuse.value(), "misuse", misuse.variant());
        }
        Legal legal = method.getAnnotation(Legal.class);
        return legal != null
                ? id(suite, legal.value(), "legal", legal.variant())
                : suite.getSimpleName() + "/" + method.getName();
    }

    private static String id(Class<?> suite, Kind kind, String verdict, String variant) {
        String rule = suite.getAnnotation(Rule.class).id();
        String id = rule + "/" + kind.name().toLowerCase(Locale.ROOT) + "/" + verdict;
        return variant.isEmpty() ? id : id + "-" + variant;
    }
}
