package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What an application under {@link io.tcpclose.it.start.Rounds} has: {@code loaders} of the agent's, all classes,
 * heap in KiB.
 */
record Left(int loaders, int classes, int threads, int descriptors, int heap) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** @param when another word each time */
    static Left of(Forked app, String when) throws Exception {
        String[] numbers = told(app, "left " + when).split(" ");
        return new Left(
                number(numbers[0]), number(numbers[1]), number(numbers[2]), number(numbers[3]), number(numbers[4]));
    }

    private static int number(String text) {
        return Integer.parseInt(text);
    }

    static String told(Forked app, String command) throws Exception {
        app.send(command);
        String prefix = command + ": ";
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (app.stdout().stream().noneMatch(line -> line.startsWith(prefix))) {
            assertThat(System.nanoTime()).as(command).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return app.stdout().stream()
                .filter(line -> line.startsWith(prefix))
                .findFirst()
                .orElseThrow()
                .substring(prefix.length());
    }
}
