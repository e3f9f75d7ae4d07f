package io.tcpclose.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LastThingsTest {
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());

    private void never() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private LastThings things(Runnable look, Runnable report, Runnable exports) {
        return new LastThings(look, deadline -> report.run(), exports, millis -> done.add("flush"));
    }

    @Test
    void allAreDone_theLookFirst() {
        things(() -> done.add("look"), () -> done.add("report"), () -> done.add("exports"))
                .run();
        assertThat(done).startsWith("look").endsWith("flush").contains("report", "exports");
    }

    @Test
    void oneThatFails_keepsNoOther() {
        Runnable fails = () -> {
            throw new OutOfMemoryError("this is what the test is about");
        };
        things(fails, () -> done.add("report"), fails).run();
        assertThat(done).containsExactly("report", "flush");
    }

    @Test
    void exportsThatNeverEnd_costNoReport() {
        things(() -> done.add("look"), () -> done.add("report"), this::never).run();
        assertThat(done).containsExactly("look", "report", "flush");
    }

    @Test
    void reportThatNeverEnds_costsNoExports() {
        things(() -> done.add("look"), this::never, () -> done.add("exports")).run();
        assertThat(done).containsExactly("look", "exports", "flush");
    }

    /** As one that waits for a lock: nothing can be said of the sockets then. */
    @Test
    void lookThatNeverEnds_doesNotKeepTheEnd() {
        things(this::never, () -> done.add("report"), () -> done.add("exports")).run();
        assertThat(done).containsExactly("flush");
    }
}
