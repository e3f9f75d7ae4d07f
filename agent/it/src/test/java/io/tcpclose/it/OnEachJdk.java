package io.tcpclose.it;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;

/** One container of tests for each JDK; its JVM is started when the container is entered, and fails it alone. */
final class OnEachJdk {
    private OnEachJdk() {}

    @FunctionalInterface
    interface Run {
        Stream<DynamicTest> on(Jdk jdk) throws Exception;
    }

    static Stream<DynamicContainer> run(Run run) {
        return Jdks.tested().stream()
                .map(jdk -> dynamicContainer(jdk.toString(), Stream.of(jdk).flatMap(one -> tests(run, one))));
    }

    private static Stream<DynamicTest> tests(Run run, Jdk jdk) {
        try {
            return run.on(jdk);
        } catch (Exception e) {
            throw new IllegalStateException(jdk.toString(), e);
        }
    }
}
