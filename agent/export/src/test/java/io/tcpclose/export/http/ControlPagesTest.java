package io.tcpclose.export.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ControlPagesTest {
    private static final Pages READING = new Pages() {
        @Override
        public Response answer(Request request) {
            return Response.text(200, "read");
        }

        @Override
        public Cost cost(Request request) {
            return Cost.CHEAP;
        }
    };

    private static final JvmIdentity ME = JvmIdentity.parse("pidns=4026531836 pid=1 start=42 nonce=ab");

    private boolean detached;

    private final ControlPages pages = new ControlPages(
            READING,
            new Commands() {
                @Override
                public String set(Map<String, String> options) {
                    if (options.containsKey("bad")) throw new IllegalArgumentException("no \"bad\"");
                    return options.toString();
                }

                @Override
                public void detach() {
                    detached = true;
                }
            },
            ME);

    private Response ask(String line) throws Refusal {
        return pages.answer(Request.parse(line.contains("HTTP/1") ? line : line + " HTTP/1.0\r\n"));
    }

    private static String body(Response response) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        response.body().write(out);
        return out.toString(UTF_8);
    }

    @Test
    void get_readsAsAtThePort() throws Exception {
        assertThat(body(ask("GET /api/report"))).isEqualTo("read\n");
        assertThat(ask("POST /api/report").status()).isEqualTo(405);
    }

    @Test
    void set_isDecodedAndAnswered() throws Exception {
        assertThat(body(ask("POST /set?rule.eof-not-closed=off&log=%2Ftmp%2Fa%20b")))
                .isEqualTo("{rule.eof-not-closed=off, log=/tmp/a b}\n");
    }

    @Test
    void set_refusesWhatCannotBeSet() {
        assertThatThrownBy(() -> ask("POST /set?bad=1"))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.status).isEqualTo(400))
                .hasMessage("no \"bad\"");
        assertThatThrownBy(() -> ask("POST /set")).isInstanceOf(Refusal.class).hasMessageContaining("nothing to set");
        assertThatThrownBy(() -> ask("POST /set?a=1&a=2")).isInstanceOf(Refusal.class);
    }

    @Test
    void commands_areForPostOnly() throws Exception {
        for (String line : new String[] {"GET /detach", "HEAD /detach", "GET /set?a=1"}) {
            Response response = ask(line);
            assertThat(response.status()).isEqualTo(405);
            assertThat(response.headers()).contains("Allow: POST");
        }
        assertThat(detached).isFalse();
    }

    @Test
    void detach_isToldAndAnswered() throws Exception {
        assertThat(body(ask("POST /detach"))).isEqualTo("detached\n");
        assertThat(detached).isTrue();
    }

    @Test
    void answers_sayWhoseTheyAre() throws Exception {
        for (String line : new String[] {"GET /healthz", "POST /set?a=1", "POST /none"})
            assertThat(ask(line).headers()).contains("Tcpclose-Jvm: " + ME.text());
    }

    @Test
    void command_thatIsMeantForAnotherJvm_isRefused() throws Exception {
        assertThatThrownBy(() ->
                        ask("POST /detach HTTP/1.0\r\nTcpclose-Jvm: pidns=4026531836 pid=1 start=42 boot= nonce=ac"))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.status).isEqualTo(421))
                .hasMessage("this is the agent of another JVM: pid 1 of pid namespace 4026531836");
        assertThat(detached).isFalse();
        ask("POST /detach HTTP/1.0\r\nTcpclose-Jvm: " + ME.text());
        assertThat(detached).isTrue();
    }
}
