package io.tcpclose.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {
    /** Counts how often it is gone through. */
    private static final class Frames extends AbstractList<String> {
        private final List<String> frames;
        private int read;

        Frames(String... frames) {
            this.frames = List.of(frames);
        }

        @Override
        public String get(int index) {
            read++;
            return frames.get(index);
        }

        @Override
        public int size() {
            return frames.size();
        }
    }

    private static String written(Json.Members<List<Frames>> members, List<Frames> frames) throws IOException {
        StringWriter out = new StringWriter();
        try (Json json = Json.to(out)) {
            json.root(frames, members);
        }
        return out.toString();
    }

    private static void all(Json json, List<Frames> stacks) throws IOException {
        for (Frames stack : stacks) json.stack("stack", stack);
    }

    @Test
    void stack_isWrittenAsTheStringsAre() throws IOException {
        Frames odd = new Frames("a.B.c(\"\u001b\u2028D.java\":1)", "e\\f");
        List<Frames> stacks = List.of(odd, new Frames(), odd);
        String plain = written(
                (json, each) -> {
                    for (Frames stack : each) json.strings("stack", stack);
                },
                stacks);
        assertThat(written(JsonTest::all, stacks)).isEqualTo(plain).contains("\"stack\":[]", "\\u001B\\u2028");
    }

    @Test
    void stack_ofManyConnections_isReadOnce() throws IOException {
        Frames shared = new Frames("a.B.c(D.java:1)", "a.B.d(D.java:2)");
        List<Frames> stacks = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) stacks.add(shared);
        written(JsonTest::all, stacks);
        assertThat(shared.read).isEqualTo(2);
    }

    /** By identity: lists of other values may be equal, and may be many. */
    @Test
    void stack_moreThanAreKept_areStillWritten() throws IOException {
        List<Frames> stacks = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) stacks.add(new Frames("f" + i));
        stacks.addAll(List.copyOf(stacks));
        assertThat(written(JsonTest::all, stacks))
                .contains("\"f0\"", "\"f4999\"")
                .endsWith("[\"f4999\"]}");
    }
}
