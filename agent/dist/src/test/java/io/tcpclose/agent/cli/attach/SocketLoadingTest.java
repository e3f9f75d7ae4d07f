package io.tcpclose.agent.cli.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a JVM's answers to the command load mean. The protocol itself is tested with real JVMs. */
class SocketLoadingTest {
    @ParameterizedTest
    @CsvSource({
        "'0\nreturn code: 0\n', ''",
        "'0\n0\n', ''",
        "'0\n', ''",
        "'0\nreturn code: 102\n', 'return code: 102'",
        "'0\nDynamic agent loading is not enabled. Use X\n', 'Dynamic agent loading is not enabled. Use X'",
        "'100\nAgent JAR not found\n', 'Agent JAR not found'",
        "'101\n', 'result 101'"
    })
    void answer_isReadAsTheJvmMeansIt(String answer, String verdict) throws IOException {
        assertThat(SocketLoading.verdict(answer)).isEqualTo(verdict);
    }

    @Test
    void noAnswer_isAnError() {
        assertThatThrownBy(() -> SocketLoading.verdict("")).hasMessage("the JVM gave no answer");
    }

    @Test
    void jdkAttach_isFoundWhereItIs() {
        assertThat(JdkLoading.find()).isNotNull();
    }
}
