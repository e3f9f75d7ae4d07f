package io.tcpclose.export;

import static org.assertj.core.api.Assertions.assertThat;

final class HostileStrings {

    private HostileStrings() {}

    /** Nothing that ends a line, moves a cursor, reorders characters or cannot be encoded. */
    static void assertNeutral(String line) {
        assertThat(line.codePoints().mapToObj(Character::getType))
                .doesNotContain(
                        (int) Character.CONTROL,
                        (int) Character.FORMAT,
                        (int) Character.LINE_SEPARATOR,
                        (int) Character.PARAGRAPH_SEPARATOR,
                        (int) Character.SURROGATE);
    }
}
