package io.tcpclose.core.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.bootstrap.StackMark;
import io.tcpclose.bootstrap.Stacks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** By this JVM's own backtraces: whether they are what they are taken for. */
class RawTracesTest {
    private final Sites sites = new Sites(48);

    private static StackMark deep(int frames) {
        return frames == 0 ? Stacks.here() : deep(frames - 1);
    }

    private static List<StackMark> many(int frames) {
        List<StackMark> marks = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) marks.add(deep(frames));
        return marks;
    }

    /** A chunk of a backtrace holds 32 frames (BacktraceBuilder). */
    @Test
    void equalStacks_areResolvedOnce() {
        for (int frames : new int[] {0, 40, 200}) {
            long before = sites.resolved();
            List<Site> found = many(frames).stream().map(sites::of).distinct().toList();
            assertThat(found).hasSize(1);
            assertThat(sites.resolved()).as("of %s frames", frames).isEqualTo(before + 1);
        }
    }

    @Test
    void anotherLine_orDepth_isAnotherStack() {
        List<StackMark> marks = new ArrayList<>();
        marks.add(Stacks.here());
        marks.add(Stacks.here());
        for (int frames : new int[] {40, 41}) marks.add(deep(frames));
        assertThat(marks.stream().map(sites::of).map(Site::frames).distinct()).hasSize(4);
        for (StackMark mark : marks) {
            StackTraceElement top = mark.getStackTrace()[1];
            assertThat(sites.of(mark).frames()).anyMatch(frame -> frame.endsWith(":" + top.getLineNumber() + ")"));
        }
    }

    @Test
    void anotherListener_isAskedFor() {
        Connection one = Scripted.listener(0, 80).connection();
        Connection other = Scripted.listener(0, 81).connection();
        for (Connection listener : List.of(one, other, one, other)) sites.of(Stacks.hereFrom(listener));
        assertThat(sites.resolved()).isEqualTo(2);
    }

    /** What a raw backtrace holds are the classes of its frames. */
    @Test
    void letGo_forgets() {
        sites.of(deep(3));
        sites.letGo();
        List<StackMark> marks = many(3);
        marks.forEach(sites::of);
        sites.letGo();
        marks.forEach(sites::of);
        assertThat(sites.resolved()).isEqualTo(3);
    }
}
