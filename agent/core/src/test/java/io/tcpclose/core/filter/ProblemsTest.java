package io.tcpclose.core.filter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProblemsTest {

    @Test
    void lines_overTheLimit_countedInALastOne() {
        Problems problems = new Problems();
        for (int i = 0; i < Problems.MAX_LINES + 3; i++) {
            problems.add("line " + i);
        }
        assertThat(problems.lines())
                .hasSize(Problems.MAX_LINES + 1)
                .startsWith("line 0")
                .endsWith("line " + (Problems.MAX_LINES - 1), "and 3 more like these");
    }

    @Test
    void lines_upToTheLimit_allThere() {
        Problems problems = new Problems();
        for (int i = 0; i < Problems.MAX_LINES; i++) {
            assertThat(problems.isFull()).isFalse();
            problems.add("line");
        }
        assertThat(problems.lines()).hasSize(Problems.MAX_LINES).containsOnly("line");
    }
}
