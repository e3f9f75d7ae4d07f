package io.tcpclose.it;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

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

    /** Checks that need JVMs running: they are made now, in this order, and fail when their tests are run. */
    static Stream<DynamicTest> now(Map<String, Executable> checks) {
        List<DynamicTest> tests = new ArrayList<>();
        checks.forEach((name, check) -> tests.add(dynamicTest(name, outcome(check))));
        return tests.stream();
    }

    private static Executable outcome(Executable check) {
        try {
            check.execute();
            return () -> {};
        } catch (Throwable failure) {
            return () -> {
                throw failure;
            };
        }
    }
}
